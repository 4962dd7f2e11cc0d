import * as z from 'zod';
import { runSummarySchema } from './schemas';

const text = z.string().nullable();
const number = z.number().nullable();
const reference = z.looseObject({ runId: z.string(), state: z.string(), endedAt: text }).nullable();

const pipelineSchema = z.looseObject({
  pipeline: z.string(),
  state: z.string(),
  running: z.array(z.looseObject({ runId: z.string() })),
  queued: z.number(),
  lastRun: reference,
  lastSuccess: reference,
  nextDue: text,
  successRate: number,
  p50Seconds: number,
  p95Seconds: number,
});
export type Pipeline = z.infer<typeof pipelineSchema>;
export const pipelinesSchema = z.looseObject({ pipelines: z.array(pipelineSchema) });

export const datasetAnswerSchema = z.looseObject({
  key: z.string(),
  versions: z.array(z.looseObject({ versionId: text, size: z.number(), runs: z.array(runSummarySchema) })),
  nextCursor: text,
});
export type Dataset = z.infer<typeof datasetAnswerSchema>;

const costLine = z.looseObject({ pipeline: z.string(), dollars: z.number(), dpuSeconds: z.number(), attempts: z.number() });
export const costsSchema = z.looseObject({
  from: z.string(),
  to: z.string(),
  dollars: z.number(),
  pipelines: z.array(costLine),
  days: z.array(z.looseObject({ date: z.string(), dollars: z.number(), pipelines: z.array(costLine) })),
});
export type Costs = z.infer<typeof costsSchema>;

const alertSchema = z.looseObject({
  alertId: z.string(),
  kind: z.string(),
  pipeline: z.string(),
  runId: text,
  at: z.string(),
  message: z.string(),
});
export type Alert = z.infer<typeof alertSchema>;
export const alertsSchema = z.looseObject({ alerts: z.array(alertSchema), nextCursor: text });

export const healthSchema = z.looseObject({
  status: z.string(),
  projection: z.looseObject({ lagSeconds: number, lastProjectedAt: text, waiting: z.number() }),
  deadLetters: z.array(z.looseObject({ queue: z.string(), messages: z.number() })),
  sweeps: z.array(z.looseObject({ service: z.string(), at: z.string(), found: z.number() })),
});
export type Health = z.infer<typeof healthSchema>;
