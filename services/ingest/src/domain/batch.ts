import type { Dataset, Parameters } from '@glue-relay/shared/dataset';
import type { DatasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { BatchRule } from '@glue-relay/shared/pipeline/input';
import { batchListKeyOf } from '@glue-relay/shared/pipeline/names';
import { batchRunIdOf } from '@glue-relay/shared/run-id';
import { isLaterWrite } from '@glue-relay/shared/sequencer';

/** A data set that is fit to run, with others in one run. */
export interface Member {
  readonly runId: string;
  readonly dataset: Dataset;
}

/** What files must agree in to be of one run. */
export interface Group {
  readonly pipeline: string;
  readonly partition: string | null;
  readonly parameters: Parameters;
}

/** Files that wait for others. Times in ms since the epoch. */
export interface Batch extends Group {
  /** The id of the run that it becomes. */
  readonly runId: string;
  readonly openedAt: number;
  readonly closesAt: number;
  /** By key, so that of a key that is written again the newest version is run. */
  readonly members: readonly Member[];
}

/** A batch that takes no more files. */
export interface ClosedBatch extends Batch {
  readonly closedAt: number;
}

/** One text for each group, the same for the same parameters in any order. */
export const groupIdOf = ({ pipeline, partition, parameters }: Group): string =>
  JSON.stringify([pipeline, partition, Object.entries(parameters).sort(([one], [other]) => (one < other ? -1 : 1))]);

export const isDue = ({ closesAt }: Batch, now: number): boolean => closesAt <= now;

export const isFull = ({ members }: Batch, { files }: BatchRule): boolean => members.length >= files;

/** The batch with one more file, begun with it where none is open. */
export const joinedBy = (batch: Batch | null, group: Group, member: Member, { seconds }: BatchRule, now: number): Batch => {
  if (!batch) {
    const { pipeline, partition, parameters } = group;
    const runId = batchRunIdOf(member.runId, now);
    return { runId, pipeline, partition, parameters, openedAt: now, closesAt: now + seconds * 1_000, members: [member] };
  }
  const before = batch.members.find(({ dataset }) => dataset.key === member.dataset.key);
  if (!before) return { ...batch, members: [...batch.members, member] };
  const newest = isLaterWrite(before.dataset, member.dataset) ? before : member;
  return { ...batch, members: batch.members.map((one) => (one === before ? newest : one)) };
};

/** The list that the jobs of the batch's run read: a line of JSON for each file. */
export const listOf = ({ members }: Batch): string =>
  members.map(({ dataset }) => `${JSON.stringify({ uri: `s3://${dataset.bucket}/${dataset.key}` })}\n`).join('');

/** What is said of a closed batch: the same, however often it is said. */
export const acceptedBatch = (batch: ClosedBatch): DatasetAccepted => {
  const { runId, pipeline, partition, parameters, members } = batch;
  const closedAt = new Date(batch.closedAt).toISOString();
  return {
    schemaVersion: 1,
    runId,
    pipeline,
    dataset: {
      bucket: members[0]?.dataset.bucket ?? '',
      key: batchListKeyOf(pipeline, runId),
      versionId: null,
      sequencer: null,
      etag: null,
      size: members.reduce((sum, { dataset }) => sum + dataset.size, 0),
      lastModified: closedAt,
    },
    objects: members.map(({ dataset, runId: ownId }) => ({ ...dataset, runId: ownId })),
    partition,
    parameters,
    override: null,
    acceptedAt: closedAt,
  };
};
