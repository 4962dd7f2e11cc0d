import type { Dataset } from '@glue-relay/shared/dataset';
import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { keysToTry, placeOf } from '../domain/place';
import { METRICS } from '../metric-names';
import type { IntakePorts, ObjectFacts, ObjectReference } from '../ports';
import type { CollectPorts } from './collect';
import { judgeObject } from './judge-object';
import { settle } from './settle';

/**
 * Takes in what an `Object Created` event announces: decides once whether the object is a data set that is fit to run,
 * and says so. The decision is recorded before it is said, so that a repeat, a late event or a retry after a crash says
 * the same again to the byte, even where a pipeline was deployed or removed meanwhile.
 */
export const takeIn =
  (ports: IntakePorts & CollectPorts) =>
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
    const read = counted(ports.readStart);
    const verdict = await judgeObject({ ...ports, readStart: read.readStart }, reference, facts);
    if (!verdict) return gone(ports, object.key);
    await settle(ports, dataset, verdict, read.bytes());
  };

const isIgnored = (key: string, size: number): boolean => ['own-area', 'folder-marker'].includes(placeOf(key, size));

/** Reads as before, and knows how many bytes that was. */
const counted = (readStart: IntakePorts['readStart']) => {
  let bytes = 0;
  return {
    bytes: () => bytes,
    readStart: async (object: ObjectReference, length: number) => {
      const read = await readStart(object, length);
      bytes += read?.length ?? 0;
      return read;
    },
  };
};

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
