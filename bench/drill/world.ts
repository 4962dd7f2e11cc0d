import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetJobCommand, GlueClient, UpdateJobCommand } from '@aws-sdk/client-glue';
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { jobNameOf } from '@glue-relay/shared/pipeline/names';
import { runIdOf } from '@glue-relay/shared/run-id';
import type { Run } from '../../services/orchestrator/src/domain/run';
import type { TestRelay } from '../../test/support/relay';
import { deployNoOpPipeline, NO_OP_COLUMNS, NO_OP_PIPELINE, NO_OP_PREFIX, NO_OP_STEPS } from '../chain/no-op-pipeline';
import { engineCloud } from '../support/engine-cloud';
import type { Stacks } from './stacks';

export const BUCKET = 'relay-data-local-000000000000';
export const BUS = 'relay-local';
const LOOK_EVERY_MS = 250;
const MOST_ENTRIES = 10;

/**
 * A local cloud with a pipeline of four jobs that do nothing, and what drills do to it.
 *
 * @param stacks - the version of the repository that is deployed
 * @param seconds - how long each job takes
 */
export const drillWorld = async (relay: TestRelay, { stacks, seconds = 0 }: { stacks: Stacks; seconds?: number }) => {
  const { client } = relay;
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sqs = new SQSClient(client);
  const lambda = new LambdaClient(client);
  const events = new EventBridgeClient(client);
  const glue = new GlueClient(client);
  const engine = engineCloud(relay);
  await deployNoOpPipeline(client, 50, NO_OP_STEPS, seconds);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'none.py', Body: '\n' }));

  const urlOf = async (queue: string): Promise<string> =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName: `relay-local-${queue}` }))).QueueUrl ?? '';

  return {
    relay,
    stacks,
    engine,
    events,
    s3,
    sqs,
    lambda,
    urlOf,
    /** Drops a file of the pipeline, and says which run it will lead to. */
    drop: async (name: string): Promise<string> => {
      const Key = `${NO_OP_PREFIX}${name}.csv`;
      const Body = `${NO_OP_COLUMNS.join(',')}\n1,${name}\n`;
      const { VersionId = null } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
      const lastModified = (LastModified ?? new Date(0)).toISOString();
      return runIdOf({ bucket: BUCKET, key: Key, versionId: VersionId, sequencer: null, lastModified });
    },
    say: async (Source: string, DetailType: string, details: readonly object[]): Promise<void> => {
      for (let start = 0; start < details.length; start += MOST_ENTRIES) {
        const Entries = details
          .slice(start, start + MOST_ENTRIES)
          .map((detail) => ({ EventBusName: BUS, Source, DetailType, Detail: JSON.stringify(detail) }));
        await events.send(new PutEventsCommand({ Entries }));
      }
    },
    depthOf: async (queue: string): Promise<number> => {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: await urlOf(queue), AttributeNames: [...AttributeNames] }),
      );
      return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
    /** Gives messages back after some seconds, so that those that fail come again, or are given up, soon. */
    hasten: async (queue: string, seconds: number): Promise<void> => {
      const Attributes = { VisibilityTimeout: String(seconds) };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: await urlOf(queue), Attributes }));
    },
    /** Keeps a function from reading its queue; gives the id of the mapping. */
    stopReading: async (FunctionName: string): Promise<string> => {
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
      const UUID = EventSourceMappings[0]?.UUID ?? '';
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
      return UUID;
    },
    /** How long a job takes whose step is started from now on. */
    setJobSeconds: async (step: string, jobSeconds: string): Promise<void> => {
      const JobName = jobNameOf('local', NO_OP_PIPELINE, step);
      const { Role, Command, ExecutionProperty } = (await glue.send(new GetJobCommand({ JobName }))).Job ?? {};
      const JobUpdate = { Role, Command, ExecutionProperty, DefaultArguments: { '--noop_seconds': jobSeconds } };
      await glue.send(new UpdateJobCommand({ JobName, JobUpdate }));
    },
    runOf: async (runId: string): Promise<Run | undefined> => (await engine.runsOf([runId]))[0],
    /** What of these runs did not succeed. */
    unsuccessful: async (runIds: readonly string[]): Promise<string[]> => {
      const runs = await engine.runsOf(runIds);
      return runIds.flatMap((runId) => {
        const state = runs.find((run) => run.runId === runId)?.status.state ?? 'not there';
        return state === 'SUCCEEDED' ? [] : [`run ${runId} is ${state}`];
      });
    },
  };
};
export type DrillWorld = Awaited<ReturnType<typeof drillWorld>>;

/** Looks until nothing is missing; gives what is when the time is up. */
export const settled = async (missing: () => Promise<readonly string[]>, withinMs: number): Promise<readonly string[]> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await missing();
    if (found.length === 0 || Date.now() > deadline) return found;
    await sleep(LOOK_EVERY_MS);
  }
};

/** Looks until it is so. */
export const until = async (what: string, isSo: () => Promise<boolean>, withinMs = 60_000): Promise<void> => {
  const missing = await settled(async () => ((await isSo()) ? [] : [what]), withinMs);
  if (missing.length > 0) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
};
