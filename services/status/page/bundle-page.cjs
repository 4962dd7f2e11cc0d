'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const { gzipSync } = require('node:zlib');
const { build } = require('esbuild');

const SOURCES = join(__dirname, 'src');
const BEST_COMPRESSION = 9;

/**
 * Bundles the page.
 *
 * @returns {Promise<import('./serve/page-file').PageFile[]>} the document, its script, its style sheet and its icon
 */
const bundlePage = async () => {
  const { outputFiles } = await build({
    entryPoints: { page: join(SOURCES, 'main.tsx'), style: join(SOURCES, 'styles/page.css') },
    outdir: 'assets',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    // Two years old and newer: what the page needs of CSS (nesting, :has) is as old.
    target: ['chrome120', 'firefox121', 'safari17.2'],
    minify: true,
    legalComments: 'none',
    tsconfig: join(__dirname, 'tsconfig.json'),
    logLevel: 'silent',
  });
  const bundled = (name) => outputFiles.find(({ path }) => basename(path) === name).contents;
  return [
    fileOf('', 'text/html; charset=utf-8', readFileSync(join(SOURCES, 'index.html'))),
    fileOf('assets/page.js', 'text/javascript; charset=utf-8', bundled('page.js')),
    fileOf('assets/page.css', 'text/css; charset=utf-8', bundled('style.css')),
    fileOf('assets/icon.svg', 'image/svg+xml', readFileSync(join(SOURCES, 'icon.svg'))),
  ];
};

const fileOf = (path, contentType, content) => ({
  path,
  contentType,
  etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 20)}"`,
  gzip: gzipSync(content, { level: BEST_COMPRESSION }).toString('base64'),
});

module.exports = { bundlePage };
