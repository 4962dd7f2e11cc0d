import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { crawlers } from '../adapters/kinds/crawler';
import { gates } from '../adapters/kinds/gate';
import { glueJobs } from '../adapters/kinds/glue-job';
import { sqsWakes } from '../adapters/wake-queue';
import { limitedStarts } from '../app/limited-starts';
import type { Ports, RunStore } from '../ports';

export const engineEnvironment = z.object({
  TABLE_NAME: z.string().min(1),
  WAKE_QUEUE_URL: z.url(),
  GLUE_STARTS_PER_SECOND: z.coerce.number().positive().default(5),
  GLUE_STARTS_BURST: z.coerce.number().int().positive().default(10),
  /** When the table was last restored; empty where it never was. */
  RESTORED_AT: z
    .union([z.literal(''), z.iso.datetime()])
    .default('')
    .transform((time) => (time === '' ? null : Date.parse(time))),
});

/** The clients that the engine needs beside its store; what `starts` has to keep to says `glueJobs`. */
export interface EngineClients {
  readonly glue: GlueClient;
  readonly starts: GlueClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/** The ports of the engine over a given store and clients. */
export const enginePortsOver = (
  store: RunStore,
  { glue, starts, sqs, s3 }: EngineClients,
  environment: z.infer<typeof engineEnvironment>,
  { clock, telemetry }: Pick<Ports, 'clock' | 'telemetry'>,
): Ports => {
  const limit = { perSecond: environment.GLUE_STARTS_PER_SECOND, burst: environment.GLUE_STARTS_BURST };
  return {
    store,
    kinds: {
      'glue-job': glueJobs(glue, starts, environment.RESTORED_AT),
      crawler: crawlers(glue, starts, clock),
      gate: gates(s3),
    },
    permitStart: limitedStarts(store, limit, clock),
    sendWakes: sqsWakes(sqs, environment.WAKE_QUEUE_URL, clock),
    clock,
    telemetry,
  };
};
