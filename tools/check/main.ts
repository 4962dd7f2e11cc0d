/**
 * `npm run check [-- PART…]`: what can be held about the deployed stacks and the repository without deploying. Every part
 * runs alone too; `--quick` runs those that need no tools beyond the bootstrap's and no network.
 */
import { actionLint } from './action-lint';
import { operations } from './async-paths';
import { audits } from './audits';
import { licences } from './licences';
import { cfnLint, checkov } from './lint-templates';
import { NotRun } from './not-run';
import { openLineage } from './openlineage';
import { policies } from './policies';
import { rules } from './rules';
import { sbom } from './sbom';
import { secrets } from './secrets';

interface Part {
  readonly name: string;
  readonly quick: boolean;
  /** What is wrong, a line each. */
  readonly check: () => Promise<readonly string[]>;
}

const PARTS: readonly Part[] = [
  { name: 'policies', quick: true, check: policies },
  { name: 'operations', quick: true, check: operations },
  { name: 'rules', quick: true, check: rules },
  { name: 'licences', quick: true, check: licences },
  { name: 'workflows', quick: true, check: actionLint },
  { name: 'cfn-lint', quick: false, check: cfnLint },
  { name: 'checkov', quick: false, check: checkov },
  { name: 'openlineage', quick: false, check: openLineage },
  { name: 'secrets', quick: false, check: secrets },
  { name: 'sbom', quick: false, check: sbom },
  { name: 'audit', quick: false, check: audits },
];

const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const unknown = asked.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(', ')}; there are ${PARTS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const isQuick = process.argv.includes('--quick');
const chosen = PARTS.filter(({ name, quick }) => (asked.length > 0 ? asked.includes(name) : quick || !isQuick));

/** Where all is checked on a laptop, what cannot be reached is told; who asks for it by name, and CI, must be able to reach it. */
const failsWhenNotRun = (name: string): boolean => asked.includes(name) || process.env.CI === 'true';

for (const { name, check } of chosen) {
  const start = performance.now();
  const { outcome, lines } = await outcomeOf(check);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`${outcome.padEnd(7)} ${seconds.padStart(6)} s  ${name}`);
  for (const line of lines) console.log(`  ${line}`);
  if (outcome === 'FAILED' || (outcome === 'NOT RUN' && failsWhenNotRun(name))) process.exitCode = 1;
}

async function outcomeOf(check: Part['check']): Promise<{ outcome: 'passed' | 'FAILED' | 'NOT RUN'; lines: readonly string[] }> {
  try {
    const lines = await check();
    return { outcome: lines.length === 0 ? 'passed' : 'FAILED', lines };
  } catch (error) {
    const lines = [error instanceof Error ? error.message : String(error)];
    return { outcome: error instanceof NotRun ? 'NOT RUN' : 'FAILED', lines };
  }
}
