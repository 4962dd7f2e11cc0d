// The framework loads plugins as CommonJS; this hands it the TypeScript one.
require('tsx/cjs');

module.exports = require('../src/deploy/own-roles-plugin').OwnRolesPlugin;
