import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import { datasetSchema } from '@glue-relay/shared/dataset';
import { runStateSchema } from '@glue-relay/shared/states';
import * as z from 'zod';
import type { RunIdentity } from '../domain/run-identity';
import type { RunStore } from '../ports';
import { reportItemSchema } from './dynamo-reports';
import { allOf, itemsOf, stretchOf } from './query';
import type { Table } from './table';
import { evaluationKey, runKey, seriesOf } from './table';

const runSchema = z.object({
  runId: z.string(),
  pipeline: z.string(),
  sequence: z.number(),
  state: runStateSchema,
  createdAt: z.string(),
  dataset: datasetSchema,
  codeVersion: z.string().nullable(),
});

export const dynamoRuns = (table: Table): RunStore => ({
  findRun: async (runId) => {
    const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: runKey(runId), ConsistentRead: true }));
    return Item && runSchema.parse(Item);
  },
  saveRun: (run) =>
    unlessRefused(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...runKey(run.runId), series: seriesOf.runs(run.pipeline), place: run.createdAt, ...run },
          ConditionExpression: 'attribute_not_exists(pk) OR #sequence < :sequence',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':sequence': run.sequence },
        }),
      ),
    ),
  identifyEvaluations: async (run) => {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :reports)',
        ExpressionAttributeValues: { ':pk': runKey(run.runId).pk, ':reports': 'REPORT#' },
        ConsistentRead: true,
      }),
    );
    for (const { report } of Items.map((item) => reportItemSchema.parse(item))) {
      for (const model of report.models) await identify(table, evaluationKey({ ...report, ...model }), run);
    }
  },
  runsOf: (pipeline, from, to) => allOf(itemsOf(table, runSchema, stretchOf({ series: seriesOf.runs(pipeline), from, to }))),
});

/** Only where nothing is known yet: a run that was redriven by another code keeps what each attempt ran by. */
const identify = (table: Table, key: { pk: string; sk: string }, { dataset, codeVersion }: RunIdentity): Promise<boolean> =>
  unlessRefused(
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: key,
        UpdateExpression: 'SET dataset = :dataset, codeVersion = :codeVersion',
        ConditionExpression: 'attribute_type(dataset, :null)',
        ExpressionAttributeValues: { ':dataset': dataset, ':codeVersion': codeVersion, ':null': 'NULL' },
      }),
    ),
  );
