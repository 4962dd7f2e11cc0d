import type { Deployable } from '../check/deployables';
import { pathsOf } from './plan';

/** Actions by version: their commits could not be looked up where this was written. */
const ACTIONS = {
  checkout: 'actions/checkout@v4',
  node: 'actions/setup-node@v4',
  python: 'actions/setup-python@v5',
  java: 'actions/setup-java@v4',
  credentials: 'aws-actions/configure-aws-credentials@v4',
};

/** The workflow of a deployable: checks on every change that touches it, and a deploy from main by a role of OIDC. */
export const workflowOf = ({ name, folder }: Deployable): string => `# Made by tools/ci/write-workflows.ts; a test compares.
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
permissions:
  contents: read
concurrency:
  group: ${name}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: ${ACTIONS.checkout}
        with: { persist-credentials: false }
      - uses: ${ACTIONS.node}
        with: { node-version: 22, cache: npm }
      - uses: ${ACTIONS.python}
        with: { python-version: '3.11' }
      - uses: ${ACTIONS.java}
        with: { distribution: corretto, java-version: '17' }
      - run: npm run bootstrap
      - run: npm run ci -- ${name}
  deploy:
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
