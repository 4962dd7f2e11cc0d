#!/usr/bin/env node
// Prints what a browser loads for the page: node services/status/page/size.mjs
import { gunzipSync } from 'node:zlib';
import bundler from './bundle-page.cjs';

const KB = 1000;
const rows = (await bundler.bundlePage()).map(({ path, gzip }) => {
  const compressed = Buffer.from(gzip, 'base64');
  return { file: path || 'index.html', kB: gunzipSync(compressed).length / KB, 'kB gzip': compressed.length / KB };
});
const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
console.table(
  [...rows, { file: 'together', kB: sum('kB'), 'kB gzip': sum('kB gzip') }].map((row) => ({
    ...row,
    kB: Number(row.kB.toFixed(1)),
    'kB gzip': Number(row['kB gzip'].toFixed(1)),
  })),
);
