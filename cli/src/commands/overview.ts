import { randomUUID } from 'node:crypto';
import { busOf, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError } from '../failures';
import { alertsTable, costsTable, datasetReport, healthReport, pipelinesTable } from '../render/overview';
import type { StatusApi } from '../status-api/client';
import { statusApiOf } from '../status-api/client';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

const apiOf = (context: Context, options: TargetOptions): Promise<StatusApi> =>
  statusApiOf(context, chooseTarget(context, options));

/** `relay pipelines`: every pipeline and how it is doing. */
export const pipelines = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).pipelines();
  return { document: { pipelines: found }, text: pipelinesTable(found, context.now(), context.width), exitCode: EXIT.ok };
};

/** `relay dataset`: every version of a file with its runs or its rejection. */
export const dataset = async (context: Context, key: string, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).dataset(key);
  if (found) return { document: found, text: datasetReport(found, context.now(), context.width), exitCode: EXIT.ok };
  throw new OperationError(
    `Nothing is known of ${key}.`,
    'give the key in the bucket, like raw/sales.csv; `npx relay runs` shows keys.',
  );
};

export interface CostsOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `relay costs`: what Glue bills, by day and pipeline. */
export const costs = async (context: Context, { pipeline, from, to, ...options }: CostsOptions): Promise<CommandResult> => {
  const range = { ...(pipeline ? { pipeline } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const found = await (await apiOf(context, options)).costs(range);
  return { document: found, text: costsTable(found, context.width), exitCode: EXIT.ok };
};

export interface AlertsOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly limit: number;
}

/** `relay alerts`: missed deadlines and drift. */
export const alerts = async (context: Context, { pipeline, limit, ...options }: AlertsOptions): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).alerts({ ...(pipeline ? { pipeline } : {}), limit });
  return { document: { alerts: found }, text: alertsTable(found, context.now(), context.width), exitCode: EXIT.ok };
};

/** `relay health`: whether answers are fresh and anything is stuck; exit code 1 where something is. */
export const health = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const found = await (await apiOf(context, options)).health();
  const exitCode = found.status === 'ok' ? EXIT.ok : EXIT.failed;
  return { document: found, text: healthReport(found, context.now()), exitCode };
};

/** `relay status rebuild`: asks every service to say again what it holds, so that the read model is made anew. */
export const rebuild = async (context: Context, options: TargetOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const bus = await stageValue(target, await ssmOf(target), 'bus/name');
  const { eventBus, outgoing } = await import('@glue-relay/shared/aws/event-bus');
  const { republishRequested } = await import('@glue-relay/shared/events/republish-requested');
  const detail = { schemaVersion: 1 as const, republishId: randomUUID(), requestedBy: context.env.USER ?? 'relay' };
  await eventBus(await busOf(target), bus)([outgoing(republishRequested, detail)]);
  const text = `Rebuild ${detail.republishId} of stage ${target.stage} has begun; answers stay as they are meanwhile. \`npx relay health\` tells how many events wait.\n`;
  return { document: { republishId: detail.republishId, stage: target.stage }, text, exitCode: EXIT.ok };
};
