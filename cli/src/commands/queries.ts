import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError, UsageError } from '../failures';
import { FOLLOW_DEFAULTS, followRun } from '../follow';
import { exitCodeOf } from '../outcome';
import { pollMsOf } from '../pace';
import { jobsTable, modelsTable, runsTable } from '../render/lists';
import { runProgress } from '../render/run-progress';
import { runReport } from '../render/run-report';
import { StepLines } from '../render/step-lines';
import { screenOf } from '../screen';
import type { StatusApi } from '../status-api/client';
import { statusApiOf } from '../status-api/client';
import type { Run, RunSummary } from '../status-api/schemas';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface RunsOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly state?: string;
  readonly key?: string;
  /** ISO 8601, UTC; runs of this time and later. */
  readonly from?: string;
  /** ISO 8601, UTC; runs before this time. */
  readonly to?: string;
  readonly limit: number;
  readonly watch?: boolean;
}

/** `relay runs`: the newest runs first; with `--watch` until it is interrupted. */
export const runs = async (context: Context, options: RunsOptions): Promise<CommandResult> => {
  const { pipeline, state, key, from, to, limit, watch } = options;
  if (from !== undefined && to !== undefined && from >= to) throw new UsageError('--from must be before --to.');
  const target = chooseTarget(context, options);
  const api = await statusApiOf(context, target);
  const ask = () => api.runs({ filter: { pipeline, state, key, since: from, until: to }, limit });
  if (watch) await watchRuns(context, target, ask);
  const found = await ask();
  const isFiltered = [pipeline, state, key, from, to].some((given) => given !== undefined);
  const text = isFiltered && found.runs.length === 0 ? NONE_OF_THEM : runsTable(found.runs, context.now(), context.width);
  return { document: found, text, exitCode: EXIT.ok };
};

const NONE_OF_THEM = 'No run is like that.\n';

/** Shows the list anew until the user interrupts. */
const watchRuns = async (
  context: Context,
  target: Target,
  ask: () => Promise<{ readonly runs: readonly RunSummary[] }>,
): Promise<never> => {
  const screen = await screenOf(context);
  for (;;) {
    screen.show(runsTable((await ask()).runs, context.now(), context.width));
    await sleep(pollMsOf(target) * WATCH_PACE, undefined, { signal: context.signal });
  }
};

/** A list is asked for less often than a run that is followed. */
const WATCH_PACE = 4;

export interface RunOptions extends TargetOptions {
  readonly follow?: boolean;
}

/** `relay run`: one run in full, with `--follow` when it has ended; the exit code tells how it went. */
export const run = async (context: Context, runId: string, options: RunOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const api = await statusApiOf(context, target);
  const found = options.follow ? await followOnScreen(context, target, api, runId) : await mustFindRun(api, runId);
  return { document: found, text: runReport(found, context.width), exitCode: exitCodeOf(found) };
};

const followOnScreen = async (context: Context, target: Target, api: StatusApi, runId: string): Promise<Run> => {
  await mustFindRun(api, runId);
  const screen = await screenOf(context);
  const lines = new StepLines(context.say);
  const onUpdate = (update: Run): void =>
    screen.isLive ? screen.show(runProgress(update, context.now(), context.width)) : lines.update(update);
  try {
    return await followRun(api, runId, { ...FOLLOW_DEFAULTS, signal: context.signal, pollMs: pollMsOf(target), onUpdate });
  } finally {
    screen.close();
  }
};

/** `relay jobs`: every Glue job with its latest run. */
export const jobs = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await statusApiOf(context, chooseTarget(context, options))).jobs();
  return { document: { jobs: found }, text: jobsTable(found, context.now(), context.width), exitCode: EXIT.ok };
};

/** `relay models`: every model evaluation. */
export const models = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await statusApiOf(context, chooseTarget(context, options))).models();
  return { document: { models: found }, text: modelsTable(found, context.now(), context.width), exitCode: EXIT.ok };
};

/**
 * A run that must be there.
 *
 * @throws OperationError where the status service knows none of that id
 */
export const mustFindRun = async (api: StatusApi, runId: string): Promise<Run> => {
  const found = await api.run(runId);
  if (found) return found;
  throw new OperationError(`There is no run ${runId}.`, 'see `npx relay runs` for the ones there are.');
};
