import * as z from 'zod';
import { batchMemberSchema } from '../domain/batch-member';
import type { RunEntry } from '../domain/dataset-view';
import type { RunSummary, ShownState } from '../domain/entities';
import { runSummarySchema } from '../domain/entities';
import type { List } from '../domain/lists';
import { allRuns, runsInState, runsOfKey, runsOfPipeline, runsOfPipelineInState } from '../domain/lists';
import { summaryOf } from '../domain/summary';
import type { ReadModel } from '../ports';
import { findHead } from './find-head';

export interface RunFilter {
  readonly pipeline: string | null;
  readonly state: ShownState | null;
  readonly key: string | null;
  /** Run ids from here on, by their time. */
  readonly from: string | null;
}

export interface RunPage {
  readonly entries: readonly RunEntry[];
  /** The order before which the next page begins; null on the last page. */
  readonly next: string | null;
}

/** A page of runs, the newest first: those that come before an order. One read, and in a key's list one more for each run of a batch. */
export const listRuns = async (
  readModel: ReadModel,
  filter: RunFilter,
  limit: number,
  before: string | null,
): Promise<RunPage> => {
  const { lines, hasMore } = await readModel.list({ list: listOf(filter), before, limit });
  const inTime = lines.filter(({ order }) => filter.from === null || order >= filter.from);
  const found = await Promise.all(inTime.map(({ line }) => entryOf(readModel, line)));
  const entries = found.filter((entry) => entry !== undefined).filter(({ run }) => fits(run, filter));
  const last = lines.at(-1)?.order ?? null;
  const isPast = filter.from !== null && last !== null && last < filter.from;
  return { entries, next: hasMore && !isPast ? last : null };
};

/** What stands in lists. */
const lineSchema = z.union([runSummarySchema, batchMemberSchema]);

/** Undefined for a file of a batch whose run is not known yet. */
const entryOf = async (readModel: ReadModel, line: unknown): Promise<RunEntry | undefined> => {
  const entry = lineSchema.parse(line);
  if ('state' in entry) return { dataset: entry.dataset, run: entry };
  const { dataset, batchRunId } = entry;
  const head = await findHead(readModel, batchRunId);
  return head && { dataset, run: summaryOf(head) };
};

/** The narrowest list that there is; a key's is not divided further. */
const listOf = ({ pipeline, state, key }: RunFilter): List => {
  if (key !== null) return runsOfKey(key);
  if (pipeline !== null) return state === null ? runsOfPipeline(pipeline) : runsOfPipelineInState(pipeline, state);
  return state === null ? allRuns : runsInState(state);
};

const fits = (run: RunSummary, { pipeline, state }: RunFilter): boolean =>
  (pipeline === null || run.pipeline === pipeline) && (state === null || run.state === state);
