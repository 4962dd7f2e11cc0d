import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import * as z from 'zod';
import type { Change } from './changes';
import { runDatasetSchema } from './entities';
import { runsOfKey } from './lists';
import { BATCH_MEMBER, runCollection, sortable } from './places';

/** A file that has no run of its own: it is run with others by the run of its batch. */
export const batchMemberSchema = z.object({
  kind: z.literal('batch-member'),
  batchRunId: z.string(),
  dataset: runDatasetSchema,
});
export type BatchMember = z.infer<typeof batchMemberSchema>;

/** A file is of one batch for good. */
const ONLY_VERSION = sortable(0);

/** Every file of a batch under the id that a run of it alone would have, and in the list of its key; nothing for a file on its own. */
export const projectBatch = ({ runId: batchRunId, objects }: DatasetAccepted): readonly Change[] =>
  (objects ?? []).map(({ runId, bucket, key, versionId, size }): Change => {
    const member: BatchMember = { kind: 'batch-member', batchRunId, dataset: { bucket, key, versionId, size } };
    return {
      kind: 'put',
      place: { collection: runCollection(runId), id: BATCH_MEMBER },
      version: ONLY_VERSION,
      value: member,
      listing: { order: batchRunId, lists: [runsOfKey(key)], line: member },
    };
  });
