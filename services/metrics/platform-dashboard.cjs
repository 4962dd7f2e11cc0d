// The framework loads this as CommonJS; it hands on the TypeScript one.
require('tsx/cjs');

const { platformDashboard } = require('./dashboard/platform');

module.exports.body = async ({ resolveVariable }) => ({
  'Fn::Sub': JSON.stringify(platformDashboard(await resolveVariable('sls:stage'))),
});
