'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

const shared = parse(readFileSync(join(__dirname, '../../../shared/serverless/provider.yml'), 'utf8'));

/** Every service's provider settings, and the authorizer of tokens where a deploy asks for it. */
module.exports =
  process.env.RELAY_STATUS_ACCESS === 'jwt'
    ? {
        ...shared,
        httpApi: {
          authorizers: {
            jwt: {
              type: 'jwt',
              identitySource: '$request.header.Authorization',
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the Serverless Framework's variable
              issuerUrl: '${self:custom.jwt.issuer}',
              // biome-ignore lint/suspicious/noTemplateCurlyInString: the Serverless Framework's variable
              audience: ['${self:custom.jwt.audience}'],
            },
          },
        },
      }
    : shared;
