import { existsSync } from 'node:fs';
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
  const python = folder.startsWith('glue/');
  const tests = existsSync(`${folder}/test`) ? [{ name: 'unit tests', command: [...JEST, 'unit', '--', `${folder}/test`] }] : [];
  return [
    { name: 'lint', command: ['npx', 'biome', 'check', folder] },
    { name: 'types', command: ['npx', 'tsc', '-p', '.'] },
    ...(python
      ? [
          { name: 'lint of jobs', command: ['.venv/bin/ruff', 'check', folder] },
          { name: 'tests of jobs', command: ['.venv/bin/python', '-m', 'pytest', '-q', folder] },
        ]
      : []),
    ...tests,
    { name: 'workflows', command: [...JEST, 'unit', '--', 'test/workflows'] },
    {
      name: 'package and policies',
      command: ['npm', 'run', '--silent', 'check', '--', 'policies', 'rules', 'cfn-lint', 'checkov'],
    },
  ];
};

const found = (name: string) => {
  const all = deployables();
  const deployable = all.find((each) => each.name === name);
  if (!deployable) throw new Error(`no deployable "${name}"; there are ${all.map((each) => each.name).join(', ')}`);
  return deployable;
};
