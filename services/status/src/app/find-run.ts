import type { Prices } from '@glue-relay/shared/cost/prices';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import type * as z from 'zod';
import { alertSchema, isDrift } from '../domain/alert';
import { journalLineSchema, runHeadSchema } from '../domain/entities';
import { journalOf, PART, RUN_HEAD, runCollection } from '../domain/places';
import type { RunRecord, RunView } from '../domain/run-view';
import { runViewOf } from '../domain/run-view';
import type { Kept, ReadModel } from '../ports';
import { findBatchRunId } from './find-head';

/** A run has a part for each step, model, report and attempt; where retries make more than this, the oldest attempts are left out. */
const MOST_PARTS = 1_500;
const MOST_JOURNAL_ENTRIES = 500;

/** A run in full, in two reads, for a file of a batch the batch's run in five; undefined where no event about the run itself has come yet. */
export const findRun = async (readModel: ReadModel, runId: string, prices: Prices): Promise<RunView | undefined> => {
  const record = (await recordOf(readModel, runId)) ?? (await recordOfBatch(readModel, runId));
  return record && runViewOf(record, prices);
};

const recordOfBatch = async (readModel: ReadModel, runId: string): Promise<RunRecord | undefined> => {
  const batchRunId = await findBatchRunId(readModel, runId);
  return batchRunId === undefined ? undefined : recordOf(readModel, batchRunId);
};

const recordOf = async (readModel: ReadModel, runId: string): Promise<RunRecord | undefined> => {
  const [parts, journal] = await Promise.all([
    readModel.read({ collection: runCollection(runId), newestFirst: true, limit: MOST_PARTS }),
    readModel.read({ collection: journalOf(runId), newestFirst: true, limit: MOST_JOURNAL_ENTRIES + 1 }),
  ]);
  const head = parts.find(({ id }) => id === RUN_HEAD);
  if (!head) return undefined;
  const inOrder = parts.toReversed();
  return {
    head: runHeadSchema.parse(head.value),
    steps: partsOf(inOrder, PART.step, stepStateChange.detail),
    attempts: partsOf(inOrder, PART.attempt, stepStateChange.detail),
    reports: partsOf(inOrder, PART.report, stepReported.detail),
    models: partsOf(inOrder, PART.model, modelEvaluated.detail),
    drift: partsOf(inOrder, PART.drift, alertSchema).filter(isDrift),
    journal: journal
      .slice(0, MOST_JOURNAL_ENTRIES)
      .toReversed()
      .map(({ value }) => journalLineSchema.parse(value)),
    journalTruncated: journal.length > MOST_JOURNAL_ENTRIES,
  };
};

const partsOf = <Part>(parts: readonly Kept[], prefix: string, schema: z.ZodType<Part>): Part[] =>
  parts.filter(({ id }) => id.startsWith(prefix)).map(({ value }) => schema.parse(value));
