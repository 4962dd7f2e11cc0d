'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

/** Who may ask, by `custom.access`: no one to sign for on the local cloud, a token of the configured issuer, or an IAM signature. */
const AUTHORIZERS = {
  open: {},
  jwt: { authorizer: { name: 'jwt' } },
  aws_iam: { authorizer: { type: 'aws_iam' } },
};

/** In OpenAPI a parameter has no slashes, but a key has; API Gateway's greedy parameter takes them as they come. */
const GREEDY = { '/datasets/{key}': '/datasets/{key+}' };

const { paths } = parse(readFileSync(join(__dirname, '..', 'openapi.yml'), 'utf8'));

const eventsOf = (authorizer, isWanted) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { tags }]) => isWanted(tags))
      .map(([method]) => ({ httpApi: { method: method.toUpperCase(), path: GREEDY[path] ?? path, ...authorizer } })),
  );

/** Events of the functions by `custom.access`: every path of openapi.yml, those of the page apart. */
module.exports = Object.fromEntries(
  Object.entries(AUTHORIZERS).map(([access, authorizer]) => [
    access,
    {
      api: eventsOf(authorizer, (tags) => !tags.includes('page')),
      page: eventsOf(authorizer, (tags) => tags.includes('page')),
    },
  ]),
);
