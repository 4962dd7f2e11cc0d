import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import type { TestRelay } from '../../../test/support/relay';
import { startRelay } from '../../../test/support/relay';
import type { Outcome } from '../judge';
import { judge } from '../judge';
import type { Stacks } from '../stacks';
import { copiedStacks } from '../stacks';
import { drillWorld } from '../world';

const FILES = ['one', 'two', 'three'];
const SEED = 20261121;

/** Deploys every stack alone, each order on a cloud of its own, after the platform; then files have to go through. */
export const orders = async (root: string): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const [name, order] of Object.entries(ORDERS)) {
    const relay = await startRelay(root, '--no-deploy');
    const stacks = copiedStacks(root, relay);
    try {
      if (outcomes.length === 0) outcomes.push(await beforePlatform(stacks));
      outcomes.push(await deployIn(relay, stacks, name, order(stacks.names.slice(1))));
    } finally {
      stacks.discard();
      await relay.close();
    }
  }
  return outcomes;
};

const ORDERS: Readonly<Record<string, (names: readonly string[]) => readonly string[]>> = {
  listed: (names) => names,
  reversed: (names) => names.toReversed(),
  [`shuffled by seed ${SEED}`]: (names) => shuffled(names, SEED),
};

const shuffled = (names: readonly string[], seed: number): string[] =>
  fc.sample(fc.shuffledSubarray([...names], { minLength: names.length }), { seed, numRuns: 1 }).flat();

const deployIn = async (relay: TestRelay, stacks: Stacks, name: string, order: readonly string[]): Promise<Outcome> => {
  const began = performance.now();
  const took: string[] = [];
  for (const stack of ['shared', ...order]) took.push(`${stack} ${(await stacks.deploy(stack)).toFixed(1)} s`);
  console.log(`  ${took.join(', ')}`);
  const world = await drillWorld(relay, { stacks });
  const runIds = await Promise.all(FILES.map((file) => world.drop(file)));
  return judge(world, `each stack alone, ${name}`, runIds, (performance.now() - began) / 1000);
};

/** The one rule of order: nothing is deployed before the platform, and who tries is told what is missing. */
const beforePlatform = async (stacks: Stacks): Promise<Outcome> => {
  const began = performance.now();
  const told = await stacks.deploy('ingest').then(
    () => 'it was deployed',
    (error: unknown) => (error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)),
  );
  const problems = told.includes('stage local has no platform; deploy it first') ? [] : [`ingest before the platform: ${told}`];
  return {
    what: 'ingest before the platform is refused',
    runs: 0,
    lost: 0,
    doubled: 0,
    seconds: (performance.now() - began) / 1000,
    problems,
  };
};
