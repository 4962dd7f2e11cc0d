import type { Outcome } from '../src/domain/outcome';
import type { DescribeObject, ReadStart, SettleOutcome } from '../src/ports';

/** What every `SettleOutcome` keeps to. */
export const settleOutcomeContract = (make: () => SettleOutcome): void => {
  const outcome = (runId: string, kind: Outcome['kind'], detail: string): Outcome => ({
    runId,
    kind,
    detail,
    key: 'raw/ä+b.csv',
    decidedAt: '2026-11-12T00:00:01.000Z',
  });

  it('gives back the outcome itself where it is the first', async () => {
    const first = outcome('run-first', 'accepted', '{"a":1}');
    expect(await make()(first)).toBe(first);
  });

  it('keeps the first outcome to the byte whatever comes after it', async () => {
    const settle = make();
    const first = outcome('run-again', 'accepted', '{"b":1,"a":"ä"}');
    await settle(first);
    const second = outcome('run-again', 'rejected', '{}');
    expect(await settle(second)).toEqual(first);
    expect(await settle(second)).not.toBe(second);
  });

  it('lets one of many at once win, and tells all the same', async () => {
    const settle = make();
    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => settle(outcome('run-race', 'accepted', `{"n":${n}}`))));
    expect(new Set(results.map(({ detail }) => detail)).size).toBe(1);
  });
};

/** What every bucket keeps to; it holds `key` with `bytes` and the metadata `relay-tuned: true`. */
export const bucketContract = (
  make: () => { bucket: string; key: string; bytes: Uint8Array; describeObject: DescribeObject; readStart: ReadStart },
): void => {
  it('describes an object, and the version that it found', async () => {
    const { bucket, key, bytes, describeObject } = make();
    const facts = await describeObject({ bucket, key, versionId: null });
    expect(facts).toMatchObject({ size: bytes.length, metadata: { 'relay-tuned': 'true' } });
    expect(facts?.lastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await describeObject({ bucket, key, versionId: facts?.versionId ?? null })).toEqual(facts);
  });

  it('reads no more than asked, and all where there is less', async () => {
    const { bucket, key, bytes, describeObject, readStart } = make();
    const named = (await describeObject({ bucket, key, versionId: null }))?.versionId ?? null;
    for (const versionId of [null, named]) {
      const read = async (length: number) => Buffer.from((await readStart({ bucket, key, versionId }, length)) ?? []);
      expect(await read(4)).toEqual(Buffer.from(bytes.subarray(0, 4)));
      expect(await read(1_000_000)).toEqual(Buffer.from(bytes));
    }
  });

  it('knows nothing of an object that is not there', async () => {
    const { bucket, describeObject, readStart } = make();
    const gone = { bucket, key: 'raw/never.csv', versionId: null };
    expect(await describeObject(gone)).toBeUndefined();
    expect(await readStart(gone, 4)).toBeUndefined();
  });
};
