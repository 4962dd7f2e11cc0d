import { batchMemberSchema } from '../domain/batch-member';
import type { RunHead } from '../domain/entities';
import { runHeadSchema } from '../domain/entities';
import { BATCH_MEMBER, RUN_HEAD, runCollection } from '../domain/places';
import type { ReadModel } from '../ports';

type Find = Pick<ReadModel, 'find'>;

/** What is known of a run itself, in one read; undefined where no event about it has come yet. */
export const findHead = async ({ find }: Find, runId: string): Promise<RunHead | undefined> => {
  const kept = await find({ collection: runCollection(runId), id: RUN_HEAD });
  return kept === undefined ? undefined : runHeadSchema.parse(kept);
};

/** The run of the batch that a file is of, by the id that a run of the file alone would have; undefined where it is of none. */
export const findBatchRunId = async ({ find }: Find, runId: string): Promise<string | undefined> => {
  const kept = await find({ collection: runCollection(runId), id: BATCH_MEMBER });
  return kept === undefined ? undefined : batchMemberSchema.parse(kept).batchRunId;
};

/** As `findHead`, but for a file of a batch what is known of the batch's run, in three reads. */
export const findHeadOrBatch = async (readModel: Find, runId: string): Promise<RunHead | undefined> => {
  const own = await findHead(readModel, runId);
  if (own) return own;
  const batchRunId = await findBatchRunId(readModel, runId);
  return batchRunId === undefined ? undefined : findHead(readModel, batchRunId);
};
