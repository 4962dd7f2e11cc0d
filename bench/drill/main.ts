import { performance } from 'node:perf_hooks';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { runAws } from './aws-command';
import { DRILLS } from './drills';
import type { RunbookStep } from './runbook';
import { readRunbook, wordsOf } from './runbook';
import { drillWorld, settled } from './world';

const RECOVERED_WITHIN_MS = 180_000;
/** A command that tells that something is wrong, as it is in a drill, ends with 1. */
const TELLS = 1;

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
  const world = await drillWorld(relay);
  const lost: string[] = [];
  for (const name of names) {
    const drill = DRILLS[name];
    if (!drill) throw new Error(`no drill is named ${name}`);
    console.log(`\n${name}`);
    const steps = readRunbook(root, name);
    const broken = await drill(world);
    console.log(`  seen       ${broken.seen}`);
    const began = performance.now();
    try {
      for (const step of steps) await follow(relay, step, broken.variables, broken.mend);
      const missing = await settled(broken.missing, RECOVERED_WITHIN_MS);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(missing.length === 0 ? `  recovered  in ${seconds} s, nothing lost` : `  LOST       ${missing.join('; ')}`);
      lost.push(...missing.map((what) => `${name}: ${what}`));
    } finally {
      await broken.tidy?.();
    }
  }
  return lost;
};

const follow = async (
  relay: TestRelay,
  step: RunbookStep,
  variables: Readonly<Record<string, string>>,
  mend: (() => Promise<void>) | undefined,
): Promise<void> => {
  if (step.kind === 'mend') {
    if (!mend) throw new Error(`the runbook has "# ${step.text}", and the drill nothing to mend`);
    await mend();
    console.log(`  mended     ${step.text}`);
    return;
  }
  const [program, ...words] = wordsOf(step.text, { STAGE: 'local', ...variables });
  if (program === 'aws') {
    await runAws(relay.client, words);
    console.log(`  did        ${step.text}`);
    return;
  }
  const [command, ...args] = words;
  if (program !== 'npx' || command !== 'relay') throw new Error(`the drill runs "npx relay" and "aws", not "${step.text}"`);
  const { code, stdout, stderr } = await relay.relay(...args);
  if (code > TELLS) throw new Error(`${step.text} ended with ${code}: ${stderr}`);
  const told = stdout.split('\n').filter((line) => /^(fail|warn) /.test(line));
  console.log([`  did        ${step.text} (exit code ${code})`, ...told.map((line) => `             ${line}`)].join('\n'));
};
