import { performance } from 'node:perf_hooks';
import { startRelay } from '../../../test/support/relay';
import { removedService } from '../drills/removed-service';
import type { Outcome } from '../judge';
import { judge } from '../judge';
import { copiedStacks } from '../stacks';
import { tryRunbook } from '../try-runbook';
import type { DrillWorld } from '../world';
import { drillWorld } from '../world';
import { orders } from './orders';
import { makeNewer, rolling } from './rolling';

/** Seconds of a job: runs are under way while functions are exchanged. */
const JOB_SECONDS = 1;
const REMOVED = ['metrics', 'status', 'orchestrator', 'ingest'];

const PARTS: Readonly<Record<string, (root: string) => Promise<Outcome[]>>> = {
  orders,
  rolling: (root) =>
    onDeployed(root, async (world) => {
      const newer = copiedStacks(root, world.relay);
      try {
        makeNewer(newer);
        return await rolling(world, newer);
      } finally {
        newer.discard();
      }
    }),
  removals: (root) => onDeployed(root, (world) => removals(root, world)),
};

/**
 * `npm run drill:deploys`: shows on local clouds of its own, by real deploys, that stacks are deployed alone in any order after
 * the platform, replaced by newer and older releases while runs are under way, and removed and put back, with no run lost and no
 * step started twice. `-- PART...` does some of `orders`, `rolling` and `removals`. Exit code 1 where anything is lost.
 */
export const bench = async (root: string, names = process.argv.slice(3)): Promise<void> => {
  const outcomes: Outcome[] = [];
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
    const part = PARTS[name];
    if (!part) throw new Error(`no part is named ${name}; there are ${Object.keys(PARTS).join(', ')}`);
    console.log(`\n${name}`);
    outcomes.push(...(await part(root)));
  }
  console.table(
    outcomes.map(({ problems, seconds, ...outcome }) => ({
      ...outcome,
      seconds: Math.round(seconds),
      problems: problems.length,
    })),
  );
  const problems = outcomes.flatMap((outcome) => outcome.problems.map((problem) => `${outcome.what}: ${problem}`));
  for (const problem of problems) console.log(`BROKEN ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
};

const onDeployed = async (root: string, drill: (world: DrillWorld) => Promise<Outcome[]>): Promise<Outcome[]> => {
  const relay = await startRelay(root);
  const stacks = copiedStacks(root, relay);
  try {
    return await drill(await drillWorld(relay, { stacks, seconds: JOB_SECONDS }));
  } finally {
    stacks.discard();
    await relay.close();
  }
};

const removals = async (root: string, world: DrillWorld): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const service of REMOVED) {
    console.log(`\nremoved ${service}`);
    const began = performance.now();
    const { missing, runIds } = await tryRunbook(root, world, 'removed-service', removedService(service));
    const outcome = await judge(world, `${service} removed and put back`, runIds, (performance.now() - began) / 1000);
    outcomes.push({ ...outcome, problems: [...new Set([...missing, ...outcome.problems])] });
  }
  return outcomes;
};
