import { dashboardNameOf } from '@glue-relay/shared/pipeline/names';
import { cloudWatchOf } from '../connection';
import type { CommandResult, Context } from '../context';
import { readDashboard } from '../dashboard/read';
import { EXIT } from '../exit-code';
import { dashboardText } from '../render/dashboard';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface DashboardOptions extends TargetOptions {
  readonly hours?: number;
}

const HOUR_MS = 3_600_000;
/** What there is to see on a local cloud began today; on AWS two days show a rhythm. */
const DEFAULT_HOURS = { local: 1, aws: 48 } as const;

/** `relay dashboard`: a pipeline's deployed dashboard, or the platform's, drawn in the terminal. */
export const dashboard = async (
  context: Context,
  pipeline: string | undefined,
  { hours, ...options }: DashboardOptions,
): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const name = dashboardNameOf(target.stage, pipeline);
  const to = context.now();
  const window = { from: new Date(to.getTime() - (hours ?? DEFAULT_HOURS[target.kind]) * HOUR_MS), to };
  const charts = await readDashboard(await cloudWatchOf(target), name, window);
  const isColored = process.stdout.isTTY === true && !context.env.NO_COLOR;
  return {
    document: { dashboard: name, from: window.from.toISOString(), to: to.toISOString(), charts },
    text: dashboardText(charts, window, isColored),
    exitCode: EXIT.ok,
  };
};
