import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import type { ChampionAnswer, MetricsApi } from '../metrics-api/client';
import { metricsApiOf } from '../metrics-api/client';
import { championReport, driftTable, figure, stabilityTable } from '../render/quality';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

/** Options of a command about one pipeline. */
export interface PipelineOptions extends TargetOptions {
  readonly pipeline: string;
}

const apiOf = (context: Context, options: TargetOptions): Promise<MetricsApi> =>
  metricsApiOf(context, chooseTarget(context, options));

/** `relay stability`: how a metric of each model went over the latest runs. */
export const stability = async (
  context: Context,
  { pipeline, runs, metric, ...options }: PipelineOptions & { readonly runs: number; readonly metric?: string },
): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).stability(pipeline, runs, metric ?? null);
  return { document: found, text: stabilityTable(found), exitCode: EXIT.ok };
};

/** `relay drift`: what lies outside its limits. */
export const drift = async (
  context: Context,
  { pipeline, limit, ...options }: PipelineOptions & { readonly limit: number },
): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).drift(pipeline, limit);
  return { document: found, text: driftTable(found, context.now()), exitCode: EXIT.ok };
};

/** `relay champion show`: which model is champion, and why. */
export const showChampion = async (context: Context, { pipeline, ...options }: PipelineOptions): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).champion(pipeline);
  return { document: found, text: championReport(found, context.now()), exitCode: EXIT.ok };
};

/** `relay champion approve`: makes a model champion whatever the rule says. */
export const approveChampion = async (
  context: Context,
  runId: string,
  {
    pipeline,
    model,
    variant,
    reason,
    ...options
  }: PipelineOptions & {
    readonly model: string;
    readonly variant?: string;
    readonly reason: string;
  },
): Promise<CommandResult> => {
  const api = await apiOf(context, options);
  return told(await api.approve(pipeline, { runId, model, variant: variant ?? null, reason }));
};

/** `relay champion rollback`: makes the champion before this one champion again. */
export const rollBackChampion = async (
  context: Context,
  { pipeline, reason, ...options }: PipelineOptions & { readonly reason: string },
): Promise<CommandResult> => told(await (await apiOf(context, options)).rollBack(pipeline, reason));

const told = (answer: ChampionAnswer): CommandResult => ({
  document: answer,
  text: answer.outcome === 'decided' ? decided(answer.decision) : `Nothing to do: ${answer.reason}.\n`,
  exitCode: EXIT.ok,
});

const decided = ({ champion, metric }: Extract<ChampionAnswer, { outcome: 'decided' }>['decision']): string =>
  `Champion is now ${champion.model} (${champion.variant}) of run ${champion.runId}, ${metric} ${figure(champion.value)}.\n`;
