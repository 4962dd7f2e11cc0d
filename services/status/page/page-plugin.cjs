'use strict';
const { bundlePage } = require('./bundle-page.cjs');

/** For esbuild: the module `page-files` is the bundled page, so that the function that serves it carries it along. */
const pageFiles = {
  name: 'page-files',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^page-files$/ }, ({ path }) => ({ path, namespace: 'page-files' }));
    onLoad({ filter: /.*/, namespace: 'page-files' }, async () => ({
      contents: `export const files = ${JSON.stringify(await bundlePage())};`,
    }));
  },
};

module.exports = [pageFiles];
