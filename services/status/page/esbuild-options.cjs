'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** How this service's functions are bundled: as every service's, and with the page as a module (for `custom.esbuild`). */
module.exports = {
  ...parse(readFileSync(join(__dirname, '../../../shared/serverless/esbuild.yml'), 'utf8')),
  plugins: 'page/page-plugin.cjs',
};
