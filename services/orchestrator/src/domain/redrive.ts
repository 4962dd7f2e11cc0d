import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Decision } from './decide';
import type { Draft } from './draft';
import { moveRun, moveStep, noteTries } from './draft';
import { enteringQueue, queuedStatus } from './enter-queue';
import type { Cause } from './journal';
import type { Millis, Run, RunStatus, Step } from './run';
import { hasEnded, stepOf, triesOf } from './run';

/** What a redrive is to do: from a named step on, or all that did not succeed; by this definition. */
export interface Redrive {
  readonly from: string | null;
  readonly definition: PipelineDefinition;
}

/** Why a run cannot be redriven as asked. */
interface Hindrance {
  readonly ground: 'unfit-state' | 'bad-request';
  readonly reason: string;
}

export type RedriveVerdict = { readonly ok: true; readonly decision: Decision } | ({ readonly ok: false } & Hindrance);

/**
 * Puts an ended run that did not succeed back into its pipeline's queue: the only way out of a terminal state, for the
 * run and for its steps. Steps that are taken up again are PENDING with a fresh count of retries; their attempts go on
 * being numbered, so that no attempt is ever taken for an earlier one. The others stay as they are. All its times (in the
 * queue, of the run, until its deadline) begin anew.
 */
export const redrive = (run: Run, { from, definition }: Redrive, now: Millis, cause: Cause): RedriveVerdict => {
  const hindrance = hindranceOf(run, from, definition);
  if (hindrance) return { ok: false, ...hindrance };
  const again = takenUpAgain(run, from, definition);
  const known = Object.keys(run.steps);
  let draft: Draft = { run, now, cause, journal: [], effects: [] };
  for (const name of known.filter((step) => again.has(step) || !hasStep(definition, step))) {
    draft = noteTries(moveStep(draft, name, { state: 'PENDING' }), name, { ...triesOf(run, name), retries: [] });
  }
  const steps = Object.fromEntries(
    definition.steps.map(({ name }): [string, Step] => [
      name,
      known.includes(name) ? stepOf(draft.run, name) : { state: 'PENDING' },
    ]),
  );
  const place = Math.max(now, run.place + 1);
  const parameters = { ...defaultsOf(definition), ...run.parameters };
  draft = { ...draft, run: { ...draft.run, definition, steps, place, parameters, takenUpAt: now, redrives: run.redrives + 1 } };
  draft = moveRun(draft, queuedStatus(definition, now));
  const { journal } = draft;
  const effects = enteringQueue(definition);
  return {
    ok: true,
    decision: { run: { ...draft.run, version: run.version + 1, unfiled: [], updatedAt: now }, journal, effects },
  };
};

/** States that a redrive may take a run out of. SUPERSEDED is not among them: such data is run by a start. */
const REDRIVABLE: ReadonlySet<RunStatus['state']> = new Set<RunStatus['state']>(['FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED']);

const hindranceOf = (run: Run, from: string | null, definition: PipelineDefinition): Hindrance | null => {
  const is = `run ${run.runId} is ${run.status.state}`;
  if (!hasEnded(run)) return { ground: 'unfit-state', reason: `${is}: cancel it first, or wait for its end` };
  if (!REDRIVABLE.has(run.status.state)) return { ground: 'unfit-state', reason: `${is}: start its data set anew instead` };
  if (from === null || hasStep(definition, from)) return null;
  const reason = `pipeline "${definition.pipeline}" has no step "${from}"; it has ${definition.steps.map(({ name }) => name).join(', ')}`;
  return { ground: 'bad-request', reason };
};

const hasStep = ({ steps }: PipelineDefinition, name: string): boolean => steps.some((step) => step.name === name);

/** The definition's order has each step after those it waits for, so that one pass finds all that come after. */
const takenUpAgain = (run: Run, from: string | null, { steps }: PipelineDefinition): ReadonlySet<string> => {
  const again = new Set<string>();
  for (const { name, after } of steps) {
    const failed = from === null && run.steps[name]?.state !== 'SUCCEEDED';
    if (failed || name === from || (from !== null && after.some(({ step }) => again.has(step)))) again.add(name);
  }
  return again;
};

const defaultsOf = ({ parameters }: PipelineDefinition): Run['parameters'] =>
  Object.fromEntries(Object.entries(parameters).map(([name, declared]) => [name, declared.default]));
