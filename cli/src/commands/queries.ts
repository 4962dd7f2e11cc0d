import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError } from '../failures';
import { exitCodeOf } from '../outcome';
import { jobsTable, modelsTable, runsTable } from '../render/lists';
import { runReport } from '../render/run-report';
import type { StatusApi } from '../status-api/client';
import { statusApiOf } from '../status-api/client';
import type { Run } from '../status-api/schemas';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface RunsOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly state?: string;
  readonly limit: number;
}

/** `relay runs`: the newest runs first. */
export const runs = async (context: Context, { pipeline, state, limit, ...options }: RunsOptions): Promise<CommandResult> => {
  const api = await statusApiOf(context, chooseTarget(context, options));
  const found = await api.runs({ ...(pipeline ? { pipeline } : {}), ...(state ? { state } : {}), limit });
  return { document: found, text: runsTable(found.runs, context.now()), exitCode: EXIT.ok };
};

/** `relay run`: one run in full; the exit code tells how it went. */
export const run = async (context: Context, runId: string, options: TargetOptions): Promise<CommandResult> => {
  const found = await mustFindRun(await statusApiOf(context, chooseTarget(context, options)), runId);
  return { document: found, text: runReport(found), exitCode: exitCodeOf(found) };
};

/** `relay jobs`: every Glue job with its latest run. */
export const jobs = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await statusApiOf(context, chooseTarget(context, options))).jobs();
  return { document: { jobs: found }, text: jobsTable(found, context.now()), exitCode: EXIT.ok };
};

/** `relay models`: every model evaluation. */
export const models = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await statusApiOf(context, chooseTarget(context, options))).models();
  return { document: { models: found }, text: modelsTable(found, context.now()), exitCode: EXIT.ok };
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
