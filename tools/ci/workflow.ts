import type { Deployable } from '../check/deployables';
import { pathsOf } from './plan';

/**
 * Actions by commit, for a tag can be moved. Each pair of commit and version was found in several public repositories, not
 * looked up at GitHub. `npm run check -- workflows` refuses others.
 */
const ACTIONS = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  node: 'actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903 # v6.0.0',
  python: 'actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0',
  java: 'actions/setup-java@dded0888837ed1f317902acf8a20df0ad188d165 # v5.0.0',
  credentials: 'aws-actions/configure-aws-credentials@61815dcd50bd041e203e49132bacad1fd04d2708 # v5.1.1',
};

const HEAD = '# Made by tools/ci/write-workflows.ts; a test compares.';

/** What every job that checks begins with. */
const SET_UP = `      - uses: ${ACTIONS.checkout}
        with: { persist-credentials: false }
      - uses: ${ACTIONS.node}
        with: { node-version: 22, cache: npm }
      - uses: ${ACTIONS.python}
        with: { python-version: '3.11' }
      - uses: ${ACTIONS.java}
        with: { distribution: corretto, java-version: '17' }
      - run: npm run bootstrap`;

/** What a workflow may do, and its job that checks, which leaves other workflows alone and gives way to a newer change. */
const checkJob = ({ name, minutes, command }: { readonly name: string; readonly minutes: number; readonly command: string }) =>
  `permissions: {}
concurrency:
  group: ${name}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: ${minutes}
    permissions:
      contents: read
    steps:
${SET_UP}
      - run: ${command}
`;

/** The workflow of a deployable: checks on every change that touches it, and a deploy from main by a role of OIDC. */
export const workflowOf = ({ name, folder }: Deployable): string => `${HEAD}
name: ${name}
on:
  pull_request:
    paths:
${pathsOf(name)
  .map((path) => `      - '${path}'`)
  .join('\n')}
  push:
    branches: [main]
    paths:
${pathsOf(name)
  .map((path) => `      - '${path}'`)
  .join('\n')}
${checkJob({ name, minutes: 30, command: `npm run ci -- ${name}` })}  deploy:
    needs: check
    if: github.event_name == 'push' && vars.DEPLOY_ROLE_ARN != ''
    runs-on: ubuntu-latest
    timeout-minutes: 30
    environment: prod
    permissions:
      contents: read
      # For the token that AWS exchanges for the role; there is no key to keep.
      id-token: write
    concurrency: { group: deploy-${name}, cancel-in-progress: false }
    steps:
      - uses: ${ACTIONS.checkout}
        with: { persist-credentials: false }
      - uses: ${ACTIONS.node}
        with: { node-version: 22, cache: npm }
      - run: npm ci
      - uses: ${ACTIONS.credentials}
        with:
          role-to-assume: \${{ vars.DEPLOY_ROLE_ARN }}
          aws-region: \${{ vars.AWS_REGION }}
      - run: npx serverless deploy --stage prod
        working-directory: ${folder}
`;

/**
 * The checks of the whole repository: on every change, and every day, for advisories come without one. Here a check that cannot
 * be done fails (`CI=true`).
 */
const repositoryWorkflow = (): string => `${HEAD}
name: repository
on:
  pull_request:
  push:
    branches: [main]
  schedule:
    - cron: '17 5 * * *'
${checkJob({ name: 'repository', minutes: 60, command: 'npm run check -- audit secrets licences workflows sbom' })}`;

const PLATFORM_PATHS = "'cli/**', 'local/**', 'test/**', 'shared/**', 'package-lock.json'";

/** All tests, when what no stack owns changes: the command line, the local cloud, the journeys. */
const platformWorkflow = (): string => `${HEAD}
name: platform
on:
  pull_request:
    paths: [${PLATFORM_PATHS}]
  push:
    branches: [main]
    paths: [${PLATFORM_PATHS}]
${checkJob({ name: 'platform', minutes: 60, command: 'npm test' })}`;

/** Workflows of what no stack owns, by name. */
export const wholeWorkflows = (): Readonly<Record<string, string>> => ({
  repository: repositoryWorkflow(),
  platform: platformWorkflow(),
});
