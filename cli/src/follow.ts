import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminalRunState } from '@glue-relay/shared/states';
import { OperationError } from './failures';
import type { StatusApi } from './status-api/client';
import type { Run } from './status-api/schemas';

/** How to follow a run. */
export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly pollMs: number;
  /** How long it may take until the run is known. */
  readonly appearsWithinMs: number;
  /** How long to wait, after the end, for row counts and models: they arrive by events of their own. */
  readonly settlesWithinMs: number;
  readonly onUpdate: (run: Run) => void;
  /** Whether an ended run is at the end that is waited for; the status service may not have heard yet that it was taken up again. */
  readonly isNews?: (run: Run) => boolean;
}

export const FOLLOW_DEFAULTS = { appearsWithinMs: 120_000, settlesWithinMs: 5_000 } as const;

/** Whether nothing more will happen to a run: it ended, or it was rejected and never began. */
export const isOver = (run: Pick<Run, 'state'>): boolean => run.state === 'REJECTED' || isTerminalRunState(run.state);

/**
 * Follows a run to its end, and then until what its steps reported has arrived.
 *
 * @throws OperationError where no such run appears
 */
export const followRun = async (api: Pick<StatusApi, 'run'>, runId: string, options: FollowOptions): Promise<Run> => {
  const pause = () => sleep(options.pollMs, undefined, { signal: options.signal });
  const appearsBy = performance.now() + options.appearsWithinMs;
  for (;;) {
    const run = await api.run(runId);
    if (run) options.onUpdate(run);
    if (run && isOver(run) && (options.isNews?.(run) ?? true)) return settled(api, run, options, pause);
    if (!run && performance.now() > appearsBy)
      throw new OperationError(
        `No run ${runId} has appeared for ${options.appearsWithinMs / 1000} s; nothing is lost by that, and it may still come.`,
        `look further by \`npx relay run ${runId}\`; \`npx relay health\` tells whether events wait, \`npx relay dlq list\` what could not be handled.`,
      );
    await pause();
  }
};

const settled = async (
  api: Pick<StatusApi, 'run'>,
  ended: Run,
  options: FollowOptions,
  pause: () => Promise<void>,
): Promise<Run> => {
  const settledBy = performance.now() + options.settlesWithinMs;
  let run = ended;
  while (!hasReports(run) && performance.now() < settledBy) {
    await pause();
    run = (await api.run(run.runId)) ?? run;
  }
  options.onUpdate(run);
  return run;
};

/** Whether every job that succeeded has its row counts; the other kinds of steps report none. */
const hasReports = (run: Run): boolean =>
  run.steps.every(({ kind, state, rows }) => kind !== 'glue-job' || state !== 'SUCCEEDED' || rows !== null);
