import { isTerminalStepState } from '@glue-relay/shared/states';
import { isOver } from '../follow';
import { count, duration } from '../render/format';
import type { Run, RunStep } from '../status-api/schemas';
import type { ProgressTask, TaskReport } from './progress';

/** A run as it is followed: whoever shows a step asks here for the next news. */
export class RunFeed {
  #run: Run | undefined;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void)[] = [];

  update(run: Run): void {
    this.#run = run;
    this.#wake();
  }

  /** Ends everyone's waiting with an error. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#wake();
  }

  /** The first state of the run, now or later, of which the condition holds. */
  async until(condition: (run: Run) => boolean): Promise<Run> {
    for (;;) {
      if (this.#failure) throw this.#failure.error;
      if (this.#run && condition(this.#run)) return this.#run;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Ends a step's line as failed; the run itself tells why. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** A line of progress for each step of a run. */
export const tasksOfRun = (run: Run, feed: RunFeed): ProgressTask[] =>
  run.steps.map(({ step }) => ({ title: step, waits: true, work: (report) => followStep(feed, step, report) }));

const followStep = async (feed: RunFeed, step: string, report: TaskReport): Promise<void> => {
  const find = (run: Run): RunStep | undefined => run.steps.find((one) => one.step === step);
  const started = await feed.until((run) => isOver(run) || (find(run)?.state ?? 'PENDING') !== 'PENDING');
  if (find(started)?.state !== 'SKIPPED' && find(started)?.state !== 'PENDING') report.begin();
  let shown: string | undefined;
  for (;;) {
    const run = await feed.until((latest) => isOver(latest) || find(latest)?.state !== shown);
    const found = find(run);
    shown = found?.state;
    if (!found || isOver(run) || isTerminalStepState(found.state)) return end(found, report);
    report.detail(found.state);
  }
};

const end = (step: RunStep | undefined, report: TaskReport): void => {
  const state = step?.state ?? 'unknown';
  const facts = [...(step?.seconds ? [duration(step.seconds)] : []), ...(step?.rows ? [`${count(step.rows.out)} rows out`] : [])];
  report.detail([state, ...facts].join(', '));
  if (state !== 'SUCCEEDED' && state !== 'SKIPPED') throw new StepFailed(state);
};
