import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { Dataset } from '@glue-relay/shared/dataset';
import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { runIdOf } from '@glue-relay/shared/run-id';
import { keysToTry, placeOf } from '../domain/place';
import type { Verdict } from '../domain/verdict';
import { METRICS } from '../metric-names';
import type { IntakePorts, ObjectFacts, ObjectReference, Outcome } from '../ports';
import { judgeObject } from './judge-object';

/**
 * Takes in what an `Object Created` event announces: decides once whether the object is a data set that is fit to run,
 * and says so. The decision is recorded before it is said, so that a repeat, a late event or a retry after a crash says
 * the same again to the byte, even where a pipeline was deployed or removed meanwhile.
 */
export const takeIn =
  (ports: IntakePorts) =>
  async ({ bucket, object }: ObjectCreated): Promise<void> => {
    if (isIgnored(object.key, object.size)) return ports.count(METRICS.ignored);
    const found = await findObject(ports, bucket.name, object.key, object['version-id'] ?? null);
    if (!found) return gone(ports, object.key);
    const { reference, facts } = found;
    if (isIgnored(reference.key, facts.size)) return ports.count(METRICS.ignored);
    const dataset: Dataset = {
      bucket: bucket.name,
      key: reference.key,
      versionId: reference.versionId,
      sequencer: object.sequencer ?? null,
      etag: facts.etag,
      size: facts.size,
      lastModified: facts.lastModified,
    };
    const verdict = await judgeObject(ports, reference, facts);
    if (!verdict) return gone(ports, object.key);
    await settle(ports, dataset, verdict);
  };

const isIgnored = (key: string, size: number): boolean => ['own-area', 'folder-marker'].includes(placeOf(key, size));

const gone = (ports: IntakePorts, key: string): void => {
  ports.count(METRICS.gone);
  ports.tell('object is gone', { key });
};

/** On a versioned bucket the version found is pinned, so that all that follows is about the same bytes. */
const findObject = async (
  ports: IntakePorts,
  bucket: string,
  givenKey: string,
  versionId: string | null,
): Promise<{ reference: ObjectReference; facts: ObjectFacts } | undefined> => {
  for (const key of keysToTry(givenKey)) {
    const facts = await ports.describeObject({ bucket, key, versionId });
    if (facts) return { reference: { bucket, key, versionId: versionId ?? facts.versionId }, facts };
  }
  return undefined;
};

const settle = async (ports: IntakePorts, dataset: Dataset, verdict: Verdict): Promise<void> => {
  const proposed = outcomeOf(dataset, verdict, ports.now().toISOString());
  const settled = await ports.settleOutcome(proposed);
  await ports.publish([eventOf(settled)]);
  ports.count(METRICS[settled.kind]);
  if (settled !== proposed) ports.count(METRICS.repeated);
  ports.tell(`data set ${settled.kind}`, {
    runId: settled.runId,
    key: dataset.key,
    ...summaryOf(verdict),
    repeat: settled !== proposed,
  });
};

const summaryOf = (verdict: Verdict): Readonly<Record<string, unknown>> =>
  verdict.kind === 'accepted'
    ? { pipeline: verdict.pipeline }
    : { pipeline: verdict.pipeline, reason: verdict.reason, why: verdict.message };

const outcomeOf = (dataset: Dataset, verdict: Verdict, decidedAt: string): Outcome => {
  const runId = runIdOf(dataset);
  const common = { schemaVersion: 1 as const, runId, pipeline: verdict.pipeline, dataset };
  const detail =
    verdict.kind === 'accepted'
      ? { ...common, parameters: verdict.parameters, acceptedAt: decidedAt }
      : { ...common, reason: verdict.reason, message: verdict.message, remedy: verdict.remedy, rejectedAt: decidedAt };
  return { runId, kind: verdict.kind, detail: JSON.stringify(detail), key: dataset.key, decidedAt };
};

const eventOf = ({ kind, detail }: Outcome): OutgoingEvent => {
  switch (kind) {
    case 'accepted':
      return outgoing(datasetAccepted, JSON.parse(detail));
    case 'rejected':
      return outgoing(datasetRejected, JSON.parse(detail));
  }
};
