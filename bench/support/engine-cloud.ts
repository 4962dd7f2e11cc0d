import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { runIdOf } from '@glue-relay/shared/run-id';
import { runKey } from '../../services/orchestrator/src/adapters/table-keys';
import type { Run } from '../../services/orchestrator/src/domain/run';
import { hasEnded } from '../../services/orchestrator/src/domain/run';
import type { TestRelay } from '../../test/support/relay';
import { NO_OP_PIPELINE, NO_OP_PREFIX } from '../chain/no-op-pipeline';

export const RUN_TABLE = 'relay-orchestrator-local';
const BUS = 'relay-local';
const BUCKET = 'relay-data-local-000000000000';
const MOST_ENTRIES = 10;
const MOST_KEYS = 100;
/** What waiting looks at: whole runs of hundreds, time and again, would be much of what is measured. */
const STATUS_ONLY = {
  ProjectionExpression: '#run.runId, #run.#status',
  ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
};

/** An accepted data set of a no-op pipeline, as ingest would say it; there is no object behind it, and no-op jobs need none. */
export const acceptedNoOp = (name: string, pipeline = NO_OP_PIPELINE) => {
  const now = new Date().toISOString();
  const dataset = {
    bucket: BUCKET,
    key: `${NO_OP_PREFIX}${name}.csv`,
    versionId: null,
    sequencer: '0A',
    etag: null,
    size: 1,
    lastModified: now,
  };
  return datasetAccepted.detail.parse({
    schemaVersion: 1,
    runId: runIdOf(dataset),
    pipeline,
    dataset,
    parameters: {},
    acceptedAt: now,
  });
};

/** What the engine's benchmarks and the chaos run do to a local cloud. */
export const engineCloud = ({ client }: Pick<TestRelay, 'client'>) => {
  const events = new EventBridgeClient(client);
  const lambda = new LambdaClient(client);
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(client));

  const accept = async (details: readonly ReturnType<typeof acceptedNoOp>[]): Promise<void> => {
    for (let start = 0; start < details.length; start += MOST_ENTRIES) {
      const Entries = details.slice(start, start + MOST_ENTRIES).map((detail) => ({
        EventBusName: BUS,
        Source: datasetAccepted.source,
        DetailType: datasetAccepted.detailType,
        Detail: JSON.stringify(detail),
      }));
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount) throw new Error(`${FailedEntryCount} events were refused`);
    }
  };

  const read = async (runIds: readonly string[], projection: object = {}): Promise<Run[]> => {
    const found: Run[] = [];
    for (let start = 0; start < runIds.length; start += MOST_KEYS) {
      const Keys = runIds.slice(start, start + MOST_KEYS).map((runId) => runKey(runId));
      const { Responses } = await documents.send(new BatchGetCommand({ RequestItems: { [RUN_TABLE]: { Keys, ...projection } } }));
      found.push(...(Responses?.[RUN_TABLE] ?? []).map((item) => item.run as Run));
    }
    return found;
  };

  const runsOf = (runIds: readonly string[]): Promise<Run[]> => read(runIds);

  /** Waits until every run has ended, and gives them; those that are there where the time is up. */
  const ended = async (runIds: readonly string[], withinMs: number, every: () => Promise<void>): Promise<Run[]> => {
    const deadline = Date.now() + withinMs;
    let waited = [...runIds];
    while (Date.now() < deadline && waited.length > 0) {
      await every();
      const over = new Set((await read(waited, STATUS_ONLY)).filter(hasEnded).map(({ runId }) => runId));
      waited = waited.filter((runId) => !over.has(runId));
    }
    return runsOf(runIds);
  };

  const engineFunctions = async (): Promise<string[]> => {
    const names: string[] = [];
    for await (const page of paginateListFunctions({ client: lambda }, {})) {
      names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName ?? ''));
    }
    return names.filter((name) => name.startsWith('relay-orchestrator-local-'));
  };

  /** The functions that a run makes work; the sweep's work is for the time that passes. */
  const runFunctions = async (): Promise<string[]> => (await engineFunctions()).filter((name) => !name.endsWith('-sweep'));

  /** Makes functions call AWS at another endpoint; their next workers do. */
  const sendThrough = async (endpoint: string, functions: readonly string[]): Promise<void> => {
    for (const FunctionName of functions) {
      const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const Variables = { ...Environment?.Variables, AWS_ENDPOINT_URL: endpoint };
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  };

  return { accept, runsOf, ended, engineFunctions, runFunctions, sendThrough, lambda, documents };
};

/** Milliseconds from the time that a run was made to its end; null where it has not ended. */
export const wallOf = ({ status, createdAt }: Run): number | null => ('endedAt' in status ? status.endedAt - createdAt : null);
