import { workflowFaults } from '../tools/check/workflow-rules';

const SHA = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const workflow = ({ uses = `actions/checkout@${SHA} # v5.0.0`, more = 'with: { persist-credentials: false }' } = {}) => `
concurrency: { group: a }
jobs:
  check:
    timeout-minutes: 5
    permissions: { contents: read }
    steps:
      - uses: ${uses}
        ${more}
`;

it('an action by commit, with its version beside it, passes', () => expect(workflowFaults(workflow())).toEqual([]));

it.each([
  ['a tag', 'actions/setup-node@v6', 'not pinned'],
  ['a branch', 'someone/action@main', 'not pinned'],
  ['a part of a commit', 'someone/action@08c6903', 'not pinned'],
  ['no version at all', 'someone/action', 'not pinned'],
  ['a workflow of another repository by tag', 'someone/all/.github/workflows/a.yml@v1', 'not pinned'],
  ['an image by tag', 'docker://alpine:3.22', 'not pinned'],
  ['a commit without its version', `someone/action@${SHA}`, 'lacks its version'],
  ['a commit with a floating version', `someone/action@${SHA} # v6`, 'lacks its version'],
])('an action by %s fails', (_by, uses, fault) => {
  expect(workflowFaults(workflow({ uses })).join()).toContain(fault);
});

it('an action of the repository itself needs no commit', () => {
  expect(workflowFaults(workflow({ uses: './.github/actions/set-up' }))).toEqual([]);
});

it.each([
  ['persist-credentials: false', 'with: { persist-credentials: false }', 'with: {}', 'job check: a checkout without'],
  ['a time limit', 'timeout-minutes: 5', 'env: {}', 'job check: no timeout-minutes'],
  ['rights of its own', 'permissions: { contents: read }', 'env: {}', 'job check: no permissions'],
  ['a list of rights', 'permissions: { contents: read }', 'permissions: write-all', 'job check: no permissions'],
  ['a concurrency group', 'concurrency: { group: a }', 'env: {}', 'no concurrency group'],
])('a job without %s fails', (_what, there, instead, fault) => {
  expect(workflowFaults(workflow().replace(there, instead)).join()).toContain(fault);
});
