import { performance } from 'node:perf_hooks';
import type { TestRelay } from '../../../test/support/relay';
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

type StagePart = (root: string, world: DrillWorld) => Promise<Outcome[]>;

/** Those that need a stage on which everything is deployed. */
export const ON_A_STAGE: Readonly<Record<string, StagePart>> = {
  rolling: async (root, world) => {
    const newer = copiedStacks(root, world.relay);
    try {
      makeNewer(newer);
      return await rolling(world, newer);
    } finally {
      newer.discard();
    }
  },
  removals: async (root, world) => {
    const outcomes: Outcome[] = [];
    for (const service of REMOVED) outcomes.push(await removal(root, world, service));
    return outcomes;
  },
};
const PARTS = ['orders', ...Object.keys(ON_A_STAGE)];

/**
 * `npm run drill:deploys`: shows on local clouds of its own, by real deploys, that stacks are deployed alone in any order after
 * the platform, replaced by newer and older releases while runs are under way, and removed and put back, with no run lost and no
 * step started twice. `-- PART...` does some of `orders`, `rolling` and `removals`. Exit code 1 where anything is lost.
 */
export const bench = async (root: string, given = process.argv.slice(3)): Promise<void> => {
  const unknown = given.filter((name) => !PARTS.includes(name));
  if (unknown.length > 0) throw new Error(`no part is named ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  const names = given.length > 0 ? given : PARTS;
  const outcomes = names.includes('orders') ? await orders(root) : [];
  const onStage = names.flatMap((name) => ON_A_STAGE[name] ?? []);
  if (onStage.length > 0) {
    const relay = await startRelay(root);
    try {
      outcomes.push(...(await onOneStage(root, relay, onStage)));
    } finally {
      await relay.close();
    }
  }
  const lines = outcomes.map((one) => ({ ...one, seconds: Math.round(one.seconds), problems: one.problems.length }));
  console.table(lines);
  const problems = outcomes.flatMap((outcome) => outcome.problems.map((problem) => `${outcome.what}: ${problem}`));
  for (const problem of problems) console.log(`BROKEN ${problem}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
};

/** Some parts, one after another, on a cloud to which everything is deployed. */
export const onOneStage = async (root: string, relay: TestRelay, parts: readonly StagePart[]): Promise<Outcome[]> => {
  const stacks = copiedStacks(root, relay);
  try {
    const world = await drillWorld(relay, { stacks, seconds: JOB_SECONDS });
    const outcomes: Outcome[] = [];
    for (const part of parts) outcomes.push(...(await part(root, world)));
    return outcomes;
  } finally {
    stacks.discard();
  }
};

const removal = async (root: string, world: DrillWorld, service: string): Promise<Outcome> => {
  console.log(`\nremoved ${service}`);
  const began = performance.now();
  const { missing, runIds } = await tryRunbook(root, world, 'removed-service', removedService(service));
  const outcome = await judge(world, `${service} removed and put back`, runIds, (performance.now() - began) / 1000);
  return { ...outcome, problems: [...new Set([...missing, ...outcome.problems])] };
};
