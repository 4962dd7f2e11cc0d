import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { JobReport } from '@glue-relay/shared/job-report';
import { jobReportSchema } from '@glue-relay/shared/job-report';
import * as z from 'zod';
import type { RecordedReport } from '../domain/recorded-report';
import type { FindReport, SaveReport } from '../ports';
import { ReportConflictError } from '../ports';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
type Model = JobReport['models'][number];

const itemSchema = z.object({ report: jobReportSchema, writtenAt: z.string() });

/** One report of a step: `RUN#<run id>` / `REPORT#<step>`. */
const reportKey = (runId: string, step: string) => ({ pk: `RUN#${runId}`, sk: `REPORT#${step}` });

/**
 * One evaluation: `MODEL#<pipeline>#<model>#<variant>` / `EVALUATION#<run id>#<step>`. Run ids sort by time, so the
 * history of a model's variant, or any stretch of it, is one query.
 */
const evaluationKey = ({ pipeline, runId, step }: JobReport, { model, variant }: Model) => ({
  pk: `MODEL#${pipeline}#${model}#${variant}`,
  sk: `EVALUATION#${runId}#${step}`,
});

export const dynamoFindReport =
  (client: DynamoDBDocumentClient, table: string): FindReport =>
  async (runId, step) => {
    const answer = await client.send(new GetCommand({ TableName: table, Key: reportKey(runId, step), ConsistentRead: true }));
    return answer.Item && itemSchema.parse(answer.Item);
  };

/** Report and evaluations in one transaction (at most 100 items), on the condition that the report found is still the one there. */
export const dynamoSaveReport =
  (client: DynamoDBDocumentClient, table: string): SaveReport =>
  async (recorded, replaced) => {
    const { runId, step } = recorded.report;
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            putReport(table, recorded, replaced),
            ...recorded.report.models.map((model) => putEvaluation(table, recorded, model)),
            ...droppedModels(recorded, replaced).map(({ report, model }) => ({
              Delete: { TableName: table, Key: evaluationKey(report, model) },
            })),
          ],
        }),
      );
    } catch (error) {
      if (error instanceof TransactionCanceledException && hasLostRace(error)) {
        throw new ReportConflictError(runId, step, { cause: error });
      }
      throw error;
    }
  };

const putReport = (table: string, { report, writtenAt }: RecordedReport, replaced: RecordedReport | undefined): TransactItem => ({
  Put: {
    TableName: table,
    Item: { ...reportKey(report.runId, report.step), report, attempt: report.attempt, writtenAt },
    ...(replaced
      ? {
          ConditionExpression: 'attempt = :attempt AND writtenAt = :writtenAt',
          ExpressionAttributeValues: { ':attempt': replaced.report.attempt, ':writtenAt': replaced.writtenAt },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

const putEvaluation = (table: string, { report, writtenAt }: RecordedReport, model: Model): TransactItem => {
  const { pipeline, runId, step, attempt } = report;
  return {
    Put: {
      TableName: table,
      Item: { ...evaluationKey(report, model), ...model, pipeline, runId, step, attempt, evaluatedAt: writtenAt },
    },
  };
};

/** Evaluations of the replaced report that the new one no longer has. */
const droppedModels = (
  { report }: RecordedReport,
  replaced: RecordedReport | undefined,
): { report: JobReport; model: Model }[] => {
  const kept = new Set(report.models.map((model) => evaluationKey(report, model).pk));
  return (replaced?.report.models ?? [])
    .map((model) => ({ report, model }))
    .filter(({ model }) => !kept.has(evaluationKey(report, model).pk));
};

const LOST_RACE = ['ConditionalCheckFailed', 'TransactionConflict'];

const hasLostRace = (error: TransactionCanceledException): boolean =>
  (error.CancellationReasons ?? []).some(({ Code }) => LOST_RACE.includes(Code ?? ''));
