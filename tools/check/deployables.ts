import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is deployed by itself: a folder with a serverless.yml. */
export interface Deployable {
  /** Its last folder; CI and waivers call it by this. */
  readonly name: string;
  readonly folder: string;
}

/** All deployables of the repository, found by their serverless.yml. */
export const deployables = (root = '.'): Deployable[] =>
  ['.', 'services', 'glue'].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(root, parent, entry.name, 'serverless.yml')))
      .map(({ name }) => ({ name, folder: parent === '.' ? name : `${parent}/${name}` })),
  );

/** The workspaces of the repository that a workspace's package.json asks for, directly. */
export const workspacesOf = (folder: string): string[] => {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name.startsWith('@glue-relay/'));
};
