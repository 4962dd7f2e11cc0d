import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseDocument } from 'yaml';

const FILE = 'serverless-compose.yml';

/** The file that lists every stack of a clone. */
const documentOf = (root: string) => parseDocument(readFileSync(join(root, FILE), 'utf8'));

/** How many stacks a deploy of everything has. */
export const stackCount = (root: string): number => Object.keys(documentOf(root).toJS().services).length;

/** Adds the stack of a folder under `glue/`, unless it is listed; comments and the order of the others stay. */
export const listStack = (root: string, folder: string): void => {
  const path = relative(root, resolve(folder));
  const document = documentOf(root);
  if (dirname(path) !== 'glue' || document.hasIn(['services', basename(path)])) return;
  document.setIn(['services', basename(path)], document.createNode({ path, dependsOn: 'shared' }, { flow: true }));
  writeFileSync(join(root, FILE), document.toString({ lineWidth: 0 }));
};
