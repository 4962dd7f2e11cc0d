/**
 * Every stack of the repository and what is deployed before it. Each folder under glue/ that has a pipeline.yml is a stack of its own, so
 * that a new pipeline is deployed by being there. `serverless` reads this file with `require`, hence the name of the export.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

const foldersWith = (parent, file) =>
  readdirSync(join(root, parent))
    .filter((name) => existsSync(join(root, parent, name, file)))
    .sort();

const afterShared = (parent, names) => names.map((name) => [name, { path: `${parent}/${name}`, dependsOn: 'shared' }]);

export const services = {
  shared: { path: 'shared' },
  ...Object.fromEntries([
    ...afterShared('glue', foldersWith('glue', 'pipeline.yml')),
    ...afterShared('services', foldersWith('services', 'serverless.yml')),
  ]),
};

const compose = { services };
export { compose as 'module.exports' };
