module.exports = require('./shared-relay').stopShared;
