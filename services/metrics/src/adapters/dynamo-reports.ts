import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import { jobReportSchema } from '@glue-relay/shared/job-report';
import * as z from 'zod';
import type { Evaluation } from '../domain/evaluation';
import type { RecordedReport } from '../domain/recorded-report';
import type { FindReport, SaveReport } from '../ports';
import { ReportConflictError } from '../ports';
import type { Table } from './table';
import { evaluationKey, reportKey, seriesOf } from './table';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export const reportItemSchema = z.object({ report: jobReportSchema, writtenAt: z.string() });

export const dynamoFindReport =
  ({ client, name }: Table): FindReport =>
  async (runId, step) => {
    const answer = await client.send(new GetCommand({ TableName: name, Key: reportKey(runId, step), ConsistentRead: true }));
    return answer.Item && reportItemSchema.parse(answer.Item);
  };

/** Report and evaluations in one transaction (at most 100 items), on the condition that the report found is still the one there. */
export const dynamoSaveReport =
  ({ client, name }: Table): SaveReport =>
  async (recorded, evaluations, replaced) => {
    const { runId, step } = recorded.report;
    const TransactItems = [
      putReport(name, recorded, replaced),
      ...evaluations.map((evaluation) => putEvaluation(name, evaluation)),
      ...droppedKeys(evaluations, replaced).map((Key) => ({ Delete: { TableName: name, Key } })),
    ];
    if (!(await unlessRefused(client.send(new TransactWriteCommand({ TransactItems })))))
      throw new ReportConflictError(runId, step);
  };

const putReport = (table: string, { report, writtenAt }: RecordedReport, replaced: RecordedReport | undefined): TransactItem => ({
  Put: {
    TableName: table,
    Item: {
      ...reportKey(report.runId, report.step),
      series: seriesOf.reports(report.pipeline, report.step),
      place: report.runId,
      report,
      attempt: report.attempt,
      writtenAt,
    },
    ...(replaced
      ? {
          ConditionExpression: 'attempt = :attempt AND writtenAt = :writtenAt',
          ExpressionAttributeValues: { ':attempt': replaced.report.attempt, ':writtenAt': replaced.writtenAt },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

const putEvaluation = (table: string, evaluation: Evaluation): TransactItem => ({
  Put: {
    TableName: table,
    Item: {
      ...evaluationKey(evaluation),
      series: seriesOf.evaluations(evaluation.pipeline),
      place: evaluation.runId,
      ...evaluation,
    },
  },
});

/** Keys of evaluations of the replaced report that the new one no longer has. */
const droppedKeys = (evaluations: readonly Evaluation[], replaced: RecordedReport | undefined) => {
  if (!replaced) return [];
  const kept = new Set(evaluations.map((evaluation) => evaluationKey(evaluation).pk));
  const { pipeline, runId, step, models } = replaced.report;
  return models.map((model) => evaluationKey({ ...model, pipeline, runId, step })).filter(({ pk }) => !kept.has(pk));
};
