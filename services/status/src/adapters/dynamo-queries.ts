import type { DynamoDBDocumentClient, QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import * as z from 'zod';
import { jobSchema, latestModelSchema, runSummarySchema } from '../domain/entities';
import type { FindRun, ListRuns, QueryPorts } from '../ports';
import { indexFor, JOBS, MODEL_PREFIX, MODELS, REPORT_PREFIX, RUN_HEAD, runPartition, STEP_PREFIX } from './keys';

const itemSchema = z.object({ sk: z.string(), value: z.unknown() });
type Item = z.infer<typeof itemSchema>;

const headSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), event: runStateChange.detail }),
  z.object({ kind: z.literal('rejection'), event: datasetRejected.detail }),
]);

/** The reading side of the table. Every answer is one query: of a run's items, of a page of an index, of the jobs or of the models. */
export const dynamoQueries = (client: DynamoDBDocumentClient, table: string): QueryPorts => ({
  findRun: findRun(client, table),
  listRuns: listRuns(client, table),
  listJobs: async () => (await partition(client, table, JOBS)).map(({ value }) => jobSchema.parse(value)),
  listModels: async () => (await partition(client, table, MODELS)).map(({ value }) => latestModelSchema.parse(value)),
});

const findRun =
  (client: DynamoDBDocumentClient, table: string): FindRun =>
  async (runId) => {
    const items = await partition(client, table, runPartition(runId));
    const head = items.find(({ sk }) => sk === RUN_HEAD);
    if (!head) return undefined;
    const parts = <Part>(prefix: string, schema: z.ZodType<Part>): Part[] =>
      items.filter(({ sk }) => sk.startsWith(prefix)).map(({ value }) => schema.parse(value));
    return {
      head: headSchema.parse(head.value),
      steps: parts(STEP_PREFIX, stepStateChange.detail),
      reports: parts(REPORT_PREFIX, stepReported.detail),
      models: parts(MODEL_PREFIX, modelEvaluated.detail),
    };
  };

const listRuns =
  (client: DynamoDBDocumentClient, table: string): ListRuns =>
  async (filter, limit, afterRunId) => {
    const { index, attribute, value } = indexFor(filter);
    const answer = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': attribute },
        ExpressionAttributeValues: { ':list': value },
        ScanIndexForward: false,
        Limit: limit,
        ...(afterRunId === null
          ? {}
          : { ExclusiveStartKey: { pk: runPartition(afterRunId), sk: RUN_HEAD, runId: afterRunId, [attribute]: value } }),
      }),
    );
    const runs = (answer.Items ?? []).map((item) => runSummarySchema.parse(item.summary));
    return { runs, lastRunId: answer.LastEvaluatedKey ? (runs.at(-1)?.runId ?? null) : null };
  };

/** A whole partition: as many items as the account has jobs, models, or the run has steps. */
const partition = async (client: DynamoDBDocumentClient, table: string, pk: string): Promise<Item[]> => {
  const query: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
  };
  const items: Item[] = [];
  for await (const page of paginateQuery({ client }, query))
    items.push(...(page.Items ?? []).map((item) => itemSchema.parse(item)));
  return items;
};
