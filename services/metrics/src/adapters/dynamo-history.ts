import { datasetSchema } from '@glue-relay/shared/dataset';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { jobReportSchema } from '@glue-relay/shared/job-report';
import * as z from 'zod';
import type { Evaluation } from '../domain/evaluation';
import type { HistoryStore } from '../ports';
import { reportItemSchema } from './dynamo-reports';
import { allOf, firstOf, itemsOf, stretchOf } from './query';
import type { Table } from './table';
import { modelKey, seriesOf } from './table';

export const evaluationSchema = jobReportSchema.shape.models.element.extend({
  pipeline: z.string(),
  runId: z.string(),
  step: z.string(),
  attempt: z.number(),
  evaluatedAt: z.string(),
  dataset: datasetSchema.nullable(),
  codeVersion: z.string().nullable(),
});

/** Evaluations that a pipeline's run has mostly at most: how much is read at once. */
const MODELS_OF_A_RUN = 10;

export const dynamoHistory = (table: Table): HistoryStore => ({
  evaluationsOf: ({ pipeline, model, variant }, limit, before = '~') =>
    firstOf(
      itemsOf(table, evaluationSchema, {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :before',
        ExpressionAttributeValues: {
          ':pk': modelKey(pipeline, model, variant),
          ':first': 'EVALUATION#',
          ':before': `EVALUATION#${before}`,
        },
        ScanIndexForward: false,
        Limit: limit,
      }),
      limit,
    ),
  latestEvaluations: async (pipeline, runs) => {
    const found: Evaluation[] = [];
    const seen = new Set<string>();
    const newestFirst = { ...stretchOf({ series: seriesOf.evaluations(pipeline) }), Limit: runs * MODELS_OF_A_RUN };
    for await (const evaluation of itemsOf(table, evaluationSchema, newestFirst)) {
      if (!seen.has(evaluation.runId) && seen.size === runs) break;
      seen.add(evaluation.runId);
      found.push(evaluation);
    }
    return found;
  },
  evaluationsOfRun: (pipeline, runId) =>
    allOf(itemsOf(table, evaluationSchema, stretchOf({ series: seriesOf.evaluations(pipeline), from: runId, to: runId }))),
  reportsBefore: async (pipeline, step, before, limit) => {
    const upToThere = { ...stretchOf({ series: seriesOf.reports(pipeline, step), to: before }), Limit: limit + 1 };
    const found = await firstOf(itemsOf(table, reportItemSchema, upToThere), limit + 1);
    return found.filter(({ report }) => report.runId !== before).slice(0, limit);
  },
  driftOf: (pipeline, limit) =>
    firstOf(itemsOf(table, driftFound.detail, { ...stretchOf({ series: seriesOf.drift(pipeline) }), Limit: limit }), limit),
});
