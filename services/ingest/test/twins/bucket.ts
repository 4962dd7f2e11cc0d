import type { DescribeObject, ReadStart } from '../../src/ports';

export interface HeldObject {
  readonly bytes: Uint8Array;
  readonly metadata?: Readonly<Record<string, string>>;
}

const WRITTEN_AT = '2026-11-12T00:00:00.000Z';

/** A versioned bucket in memory: one version of each key, `v1`. */
export const memoryBucket = (objects: Readonly<Record<string, HeldObject>>) => {
  const held = new Map(Object.entries(objects));
  const reads: number[] = [];
  const find = (key: string, versionId: string | null): HeldObject | undefined =>
    versionId === null || versionId === 'v1' ? held.get(key) : undefined;
  const describeObject: DescribeObject = async ({ key, versionId }) => {
    const object = find(key, versionId);
    return (
      object && {
        versionId: 'v1',
        size: object.bytes.length,
        etag: 'etag',
        lastModified: WRITTEN_AT,
        metadata: object.metadata ?? {},
      }
    );
  };
  const readStart: ReadStart = async ({ key, versionId }, length) => {
    reads.push(length);
    return find(key, versionId)?.bytes.subarray(0, length);
  };
  return { describeObject, readStart, reads, remove: (key: string) => held.delete(key) };
};
