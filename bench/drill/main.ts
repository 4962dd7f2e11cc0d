import { performance } from 'node:perf_hooks';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { DRILLS } from './drills';
import { copiedStacks } from './stacks';
import { tryRunbook } from './try-runbook';
import { drillWorld } from './world';

/**
 * `npm run drill`: breaks a deployed stage on a local cloud of its own, one thing after another, does what the runbook in
 * docs/operations.md says, and sees whether all has recovered and nothing is lost. `-- NAME...` does some of them.
 */
export const bench = async (root: string, names = process.argv.slice(3)): Promise<void> => {
  const unknown = names.filter((name) => !(name in DRILLS));
  if (unknown.length > 0) throw new Error(`no drill is named ${unknown.join(', ')}; there are ${Object.keys(DRILLS).join(', ')}`);
  const relay = await startRelay(root);
  try {
    const lost = await runDrills(root, relay, names.length > 0 ? names : Object.keys(DRILLS));
    process.exitCode = lost.length === 0 ? 0 : 1;
  } finally {
    await relay.close();
  }
};

/** Runs drills by name on a cloud that is up; gives what was lost or did not recover. */
export const runDrills = async (root: string, relay: TestRelay, names: readonly string[]): Promise<string[]> => {
  const stacks = copiedStacks(root, relay);
  const lost: string[] = [];
  try {
    const world = await drillWorld(relay, { stacks });
    for (const name of names) {
      const drill = DRILLS[name];
      if (!drill) throw new Error(`no drill is named ${name}`);
      console.log(`\n${name}`);
      const began = performance.now();
      const { missing } = await tryRunbook(root, world, name, drill);
      console.log(`  all of it  ${((performance.now() - began) / 1000).toFixed(1)} s`);
      lost.push(...missing.map((what) => `${name}: ${what}`));
    }
  } finally {
    stacks.discard();
  }
  return lost;
};
