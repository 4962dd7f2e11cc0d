/** Jest's hooks want a module that is a function. */
module.exports = require('./shared-relay').startShared;
