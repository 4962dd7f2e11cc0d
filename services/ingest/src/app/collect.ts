import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import type { BatchRule } from '@glue-relay/shared/pipeline/input';
import type { BatchPorts, OwedBatch } from '../batch-ports';
import type { ClosedBatch, Group, Member } from '../domain/batch';
import { acceptedBatch, groupIdOf, isDue, isFull, joinedBy, listOf } from '../domain/batch';
import { METRICS } from '../metric-names';
import type { IntakePorts } from '../ports';

export type CollectPorts = BatchPorts & Pick<IntakePorts, 'publish' | 'now' | 'count' | 'tell'>;

/** Others wrote the group's batch each time that it was tried; the queue gives the message again. */
export class ContendedBatchError extends Error {
  override readonly name = 'ContendedBatchError';
}

const MAX_TRIES = 30;

/**
 * Puts a file into its group's batch, once, and says the batch that is full with it. A file that comes again is of the batch that it
 * was of; what a crash left unsaid of that is said then.
 *
 * @throws ContendedBatchError
 */
export const collect = async (ports: CollectPorts, group: Group, rule: BatchRule, member: Member): Promise<void> => {
  const groupId = groupIdOf(group);
  for (let lost = 0; lost < MAX_TRIES; lost += 1) {
    const batchRunId = await ports.batches.batchOf(member.runId);
    if (batchRunId !== null) return sayIfClosed(ports, batchRunId);
    const now = ports.now().getTime();
    const before = await ports.batches.open(groupId);
    if (before && isDue(before.batch, now)) {
      await close(ports, groupId);
      continue;
    }
    const batch = joinedBy(before?.batch ?? null, group, member, rule, now);
    const closed = isFull(batch, rule) ? { ...batch, closedAt: now } : null;
    const joined = { runId: member.runId, batchRunId: batch.runId };
    if (await ports.batches.commit({ groupId, before, next: closed ? null : batch, closed, member: joined })) {
      ports.count(METRICS.collected);
      if (closed) return say(ports, closed);
      return before ? undefined : ports.lookAgain({ groupId, runId: batch.runId }, rule.seconds);
    }
    await ports.pause(lost);
  }
  throw new ContendedBatchError(`The batch of ${groupId} was written by others ${MAX_TRIES} times in a row`);
};

/** By a timer or the sweep: closes the batch where its time has come, says it where it is closed, else looks again later. */
export const lookAtBatch = async (ports: CollectPorts, { groupId, runId }: OwedBatch): Promise<void> => {
  const known = await ports.batches.open(groupId);
  if (known?.batch.runId !== runId) return sayIfClosed(ports, runId);
  const now = ports.now().getTime();
  if (isDue(known.batch, now)) return close(ports, groupId);
  await ports.lookAgain({ groupId, runId }, Math.ceil((known.batch.closesAt - now) / 1_000));
};

/** Closes the group's batch where it is due; whoever else did so says it. */
const close = async (ports: CollectPorts, groupId: string): Promise<void> => {
  const before = await ports.batches.open(groupId);
  const now = ports.now().getTime();
  if (!before || !isDue(before.batch, now)) return;
  const closed = { ...before.batch, closedAt: now };
  if (await ports.batches.commit({ groupId, before, next: null, closed, member: null })) await say(ports, closed);
};

const sayIfClosed = async (ports: CollectPorts, runId: string): Promise<void> => {
  const known = await ports.batches.closed(runId);
  if (known && !known.said) await say(ports, known.batch);
};

/** The list first: a run must find it. Saying it twice is the same run. */
const say = async (ports: CollectPorts, batch: ClosedBatch): Promise<void> => {
  const accepted = acceptedBatch(batch);
  await ports.writeList(accepted.dataset.bucket, accepted.dataset.key, listOf(batch));
  await ports.publish([outgoing(datasetAccepted, accepted)]);
  await ports.batches.noteSaid(batch.runId);
  ports.count(METRICS.batchClosed);
  ports.tell('batch closed', {
    runId: batch.runId,
    pipeline: batch.pipeline,
    files: batch.members.length,
    waitedMs: batch.closedAt - batch.openedAt,
  });
};
