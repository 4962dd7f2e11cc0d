import { existsSync, readdirSync } from 'node:fs';
import { deployables } from '../check/deployables';

/** What CI does for one deployable, in this order. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const JEST = ['node', 'node_modules/jest/bin/jest.js', '--selectProjects'];

/** Folders whose change concerns a deployable: its own, and what it is made of. */
export const pathsOf = (name: string): string[] => {
  const { folder } = found(name);
  const common = ['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', 'tools/ci/**', 'tools/check/**'];
  if (name === 'shared') return ['shared/**', ...common];
  const jobs = folder.startsWith('glue/') ? ['glue/relay_job/**', 'local/requirements.lock', 'pyproject.toml'] : [];
  return [`${folder}/**`, 'shared/**', ...jobs, ...common, `.github/workflows/${name}.yml`];
};

/**
 * Lint, types, tests, package and policy checks of one deployable.
 *
 * @throws Error that names the deployables there are
 */
export const planOf = (name: string): Step[] => {
  const { folder } = found(name);
  return [
    { name: 'lint', command: ['npx', 'biome', 'check', folder] },
    { name: 'types', command: ['npx', 'tsc', '-p', '.'] },
    ...(folder.startsWith('glue/') ? stepsOfJobs(folder) : []),
    ...testsOf(folder),
    { name: 'workflows', command: [...JEST, 'unit', '--', 'test/workflow'] },
    {
      name: 'package and policies',
      command: ['npm', 'run', '--silent', 'check', '--', 'policies', 'operations', 'rules', 'cfn-lint', 'checkov'],
    },
  ];
};

const stepsOfJobs = (folder: string): Step[] => [
  { name: 'lint of jobs', command: ['.venv/bin/ruff', 'check', folder] },
  { name: 'format of jobs', command: ['.venv/bin/ruff', 'format', '--check', folder] },
  { name: 'types of jobs', command: ['node', 'tools/python-types.mjs', folder] },
  { name: 'tests of jobs', command: ['.venv/bin/python', '-m', 'pytest', '-q', folder] },
];

/** A step for each kind of test that the folder has. */
const testsOf = (folder: string): Step[] => {
  const files = existsSync(`${folder}/test`) ? readdirSync(`${folder}/test`, { recursive: true, encoding: 'utf8' }) : [];
  return ['unit', 'integration']
    .filter((kind) => files.some((file) => file.endsWith(`.${kind}.test.ts`)))
    .map((kind) => ({ name: `${kind} tests`, command: [...JEST, kind, '--', `${folder}/test`] }));
};

const found = (name: string) => {
  const all = deployables();
  const deployable = all.find((each) => each.name === name);
  if (!deployable) throw new Error(`no deployable "${name}"; there are ${all.map((each) => each.name).join(', ')}`);
  return deployable;
};
