import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { eventPatternSchema } from '../twins/aws/event-pattern';
import type { BusRule } from '../twins/aws/memory-bus';
import type { QueueSettings } from '../twins/aws/memory-queues';

/** What serverless.yml deploys, as far as the simulation plays it; names are those of the file's resources and functions. */
export interface Deployed {
  readonly queues: ReadonlyMap<string, QueueSettings>;
  readonly rules: readonly BusRule[];
  /** Functions that a queue feeds. */
  readonly consumers: readonly { readonly name: string; readonly queue: string; readonly batchSize: number }[];
  readonly timeoutSeconds: (functionName: string) => number;
  readonly stream: { readonly batchSize: number; readonly maxRetries: number; readonly deadLetters: string };
  /** Tries after the first that Lambda makes of an event that it was given straight. */
  readonly asyncRetries: number;
}

/** The stage whose names the file is read with. */
export const STAGE = 'local';
/** Name of the stage's bus in the simulation; a rule without one is of the account's default bus. */
export const BUS = 'relay-bus';

const arnOf = z.string().transform((arn) => arn.replace(/\.Arn$/, ''));
const queueSchema = z.object({
  Type: z.literal('AWS::SQS::Queue'),
  Properties: z.object({
    VisibilityTimeout: z.number().default(30),
    RedrivePolicy: z.object({ deadLetterTargetArn: arnOf, maxReceiveCount: z.number() }).optional(),
  }),
});
const ruleSchema = z.object({
  Type: z.literal('AWS::Events::Rule'),
  Properties: z.object({
    EventBusName: z.string().optional(),
    EventPattern: eventPatternSchema,
    Targets: z.array(z.object({ Arn: arnOf })).length(1),
  }),
});
const sqsEvent = z.object({ sqs: z.object({ arn: arnOf, batchSize: z.number() }) });
const streamEvent = z.object({
  stream: z.object({
    batchSize: z.number(),
    maximumRetryAttempts: z.number(),
    destinations: z.object({ onFailure: z.object({ arn: arnOf }) }),
  }),
});
const fileSchema = z.object({
  functions: z.record(
    z.string(),
    z.object({
      timeout: z.number().optional(),
      maximumRetryAttempts: z.number().optional(),
      events: z.union([z.array(z.unknown()), z.string()]).default([]),
    }),
  ),
  resources: z.object({ Resources: z.record(z.string(), z.unknown()) }),
});
const providerSchema = z.object({ timeout: z.number() });

const read = (path: string): unknown =>
  parse(readFileSync(resolve(path), 'utf8').replaceAll(/\$\{sls:stage\}/g, STAGE), { logLevel: 'error', merge: true });

/** Reads the service's own serverless.yml, from the repository's root as the working folder. */
export const readDeployed = (): Deployed => {
  const { functions, resources } = fileSchema.parse(read('services/orchestrator/serverless.yml'));
  const provider = providerSchema.parse(read('shared/serverless/provider.yml'));
  const named = Object.entries(resources.Resources);
  const events = Object.entries(functions).flatMap(([name, { events: given }]) =>
    (Array.isArray(given) ? given : []).map((event) => ({ name, event })),
  );
  const [stream] = events.flatMap(({ event }) => streamEvent.safeParse(event).data ?? []).map((event) => event.stream);
  if (!stream) throw new Error('serverless.yml has no function at the stream of the table');
  return {
    queues: new Map(named.flatMap(([name, given]) => (queueSchema.safeParse(given).success ? [[name, settingsOf(given)]] : []))),
    rules: named.flatMap(([, given]) => (isRule(given) ? [ruleOf(given)] : [])),
    consumers: events.flatMap(({ name, event }) => {
      const fed = sqsEvent.safeParse(event).data?.sqs;
      return fed ? [{ name, queue: fed.arn, batchSize: fed.batchSize }] : [];
    }),
    timeoutSeconds: (name) => functions[name]?.timeout ?? provider.timeout,
    stream: {
      batchSize: stream.batchSize,
      maxRetries: stream.maximumRetryAttempts,
      deadLetters: stream.destinations.onFailure.arn,
    },
    asyncRetries: functions.onGlueEvent?.maximumRetryAttempts ?? 2,
  };
};

const settingsOf = (given: unknown): QueueSettings => {
  const { VisibilityTimeout, RedrivePolicy } = queueSchema.parse(given).Properties;
  const redrive = RedrivePolicy && { to: RedrivePolicy.deadLetterTargetArn, maxReceives: RedrivePolicy.maxReceiveCount };
  return { visibilitySeconds: VisibilityTimeout, redrive: redrive ?? null };
};

const isRule = (given: unknown): boolean => z.object({ Type: z.literal('AWS::Events::Rule') }).safeParse(given).success;

/** A rule of a shape that the simulation cannot play is an error, not left out. */
const ruleOf = (given: unknown): BusRule => {
  const { EventBusName, EventPattern, Targets } = ruleSchema.parse(given).Properties;
  return { bus: EventBusName === undefined ? 'default' : BUS, pattern: EventPattern, target: Targets[0]?.Arn ?? '' };
};
