import { performance } from 'node:perf_hooks';
import { readTrace } from '../chain/trace';
import { notOnce } from '../chaos/verdict';
import { runAws } from './aws-command';
import type { Drill } from './drill';
import type { RunbookStep } from './runbook';
import { readRunbook, wordsOf } from './runbook';
import type { DrillWorld } from './world';
import { settled } from './world';

const RECOVERED_WITHIN_MS = 180_000;
/** A command that tells that something is wrong, as it is in a drill, ends with 1. */
const TELLS = 1;

/** What came of a drill. */
export interface Tried {
  /** What was lost, ran twice or did not recover. */
  readonly missing: readonly string[];
  readonly runIds: readonly string[];
}

/** Breaks the stage, does what the runbook of that name says, and gives what was lost or did not recover. */
export const tryRunbook = async (root: string, world: DrillWorld, name: string, drill: Drill): Promise<Tried> => {
  const steps = readRunbook(root, name);
  const broken = await drill(world);
  console.log(`  seen       ${broken.seen}`);
  const began = performance.now();
  try {
    for (const step of steps) await follow(world, step, broken.variables, broken.mend);
    const missing = [
      ...(await settled(broken.missing, RECOVERED_WITHIN_MS)),
      ...notOnce(await world.engine.runsOf(broken.runIds), readTrace(world.relay.trace)),
    ];
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(missing.length === 0 ? `  recovered  in ${seconds} s, nothing lost` : `  LOST       ${missing.join('; ')}`);
    return { missing, runIds: broken.runIds };
  } finally {
    await broken.tidy?.();
  }
};

const follow = async (
  { relay }: Pick<DrillWorld, 'relay'>,
  step: RunbookStep,
  variables: Readonly<Record<string, string>>,
  mend: ((text: string) => Promise<void>) | undefined,
): Promise<void> => {
  if (step.kind === 'mend') {
    if (!mend) throw new Error(`the runbook has "# ${step.text}", and the drill nothing to mend`);
    await mend(step.text);
    console.log(`  mended     ${step.text}`);
    return;
  }
  const [program, ...words] = wordsOf(step.text, { STAGE: 'local', NOW: new Date().toISOString(), ...variables });
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
