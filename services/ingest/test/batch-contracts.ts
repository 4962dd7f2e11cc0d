import { exampleDataset } from '@glue-relay/shared/dataset';
import type { BatchStore } from '../src/batch-ports';
import type { Batch } from '../src/domain/batch';
import type { QuarantineStore } from '../src/quarantine-ports';

const T0 = Date.parse('2026-11-12T00:00:00.000Z');

/** What every `BatchStore` keeps to; each test has groups of its own. */
export const batchStoreContract = (make: () => BatchStore): void => {
  const batchOf = (runId: string, files: readonly string[], given: Partial<Batch> = {}): Batch => ({
    runId,
    pipeline: 'sales',
    partition: null,
    parameters: { tuned: true },
    openedAt: T0,
    closesAt: T0 + 60_000,
    members: files.map((file) => ({ runId: file, dataset: { ...exampleDataset, key: `raw/${file}` } })),
    ...given,
  });
  const nothing = { before: null, next: null, closed: null, member: null };

  it('opens, extends and closes a batch, each upon what was read', async () => {
    const store = make();
    const [groupId, opened, extended] = ['life', batchOf('life-1', ['l1']), batchOf('life-1', ['l1', 'l2'])];
    expect(await store.open(groupId)).toBeNull();
    expect(await store.commit({ ...nothing, groupId, next: opened, member: { runId: 'l1', batchRunId: 'life-1' } })).toBe(true);
    const first = await store.open(groupId);
    expect(first?.batch).toEqual(opened);
    expect(await store.commit({ ...nothing, groupId, next: opened })).toBe(false);
    const member = { runId: 'l2', batchRunId: 'life-1' };
    expect(await store.commit({ ...nothing, groupId, before: first, next: extended, member })).toBe(true);
    expect(await store.commit({ ...nothing, groupId, before: first, next: opened })).toBe(false);
    const second = await store.open(groupId);
    expect(second?.batch).toEqual(extended);
    const closed = { ...extended, closedAt: T0 + 1 };
    expect(await store.commit({ ...nothing, groupId, before: second, closed })).toBe(true);
    expect(await store.open(groupId)).toBeNull();
    expect(await store.closed('life-1')).toEqual({ batch: closed, said: false });
    await store.noteSaid('life-1');
    expect(await store.closed('life-1')).toEqual({ batch: closed, said: true });
  });

  it('takes a file into one batch only, all or nothing', async () => {
    const store = make();
    const member = { runId: 'once', batchRunId: 'once-1' };
    expect(await store.batchOf('once')).toBeNull();
    expect(await store.commit({ ...nothing, groupId: 'once', next: batchOf('once-1', ['once']), member })).toBe(true);
    const elsewhere = { ...member, batchRunId: 'once-2' };
    expect(await store.commit({ ...nothing, groupId: 'other', next: batchOf('once-2', ['once']), member: elsewhere })).toBe(
      false,
    );
    expect(await store.open('other')).toBeNull();
    expect(await store.batchOf('once')).toBe('once-1');
  });

  it('does not take a batch for one that was opened after it', async () => {
    const store = make();
    const groupId = 'again';
    await store.commit({ ...nothing, groupId, next: batchOf('again-1', ['a1']) });
    const stale = await store.open(groupId);
    await store.commit({ ...nothing, groupId, before: stale, closed: { ...batchOf('again-1', ['a1']), closedAt: T0 } });
    await store.commit({ ...nothing, groupId, next: batchOf('again-2', ['a2']) });
    expect(await store.commit({ ...nothing, groupId, before: stale, next: batchOf('again-1', ['a1', 'a3']) })).toBe(false);
    expect((await store.open(groupId))?.batch.runId).toBe('again-2');
  });

  it('lists what is owed: batches past their time, and closed ones that were not said', async () => {
    const store = make();
    const at = T0 - 1_000_000_000;
    await store.commit({ ...nothing, groupId: 'owed-late', next: batchOf('owed-1', ['o1'], { closesAt: at }) });
    await store.commit({ ...nothing, groupId: 'owed-open', next: batchOf('owed-2', ['o2'], { closesAt: T0 }) });
    const late = await store.open('owed-late');
    expect(await store.owed(at, 10)).toEqual([{ groupId: 'owed-late', runId: 'owed-1' }]);
    expect(await store.owed(at - 1, 10)).toEqual([]);
    const closed = { ...batchOf('owed-1', ['o1'], { closesAt: at }), closedAt: at };
    await store.commit({ ...nothing, groupId: 'owed-late', before: late, closed });
    expect(await store.owed(at, 10)).toEqual([{ groupId: 'owed-late', runId: 'owed-1' }]);
    await store.noteSaid('owed-1');
    expect(await store.owed(at, 10)).toEqual([]);
  });
};

/** What every `QuarantineStore` keeps to, over a versioned bucket that `put` writes to. */
export const quarantineStoreContract = (
  make: () => {
    readonly bucket: string;
    readonly store: QuarantineStore;
    readonly put: (key: string, bytes: Buffer) => Promise<string>;
  },
): void => {
  const KEY = 'raw/ä+b 100%/größe.csv';

  it('copies the version that is named, as it is', async () => {
    const { bucket, store, put } = make();
    const versionId = await put(KEY, Buffer.from('old'));
    await put(KEY, Buffer.from('newer'));
    await store.copy({ bucket, key: KEY, versionId }, 'quarantine/copy');
    const copy = await store.contentOf({ bucket, key: 'quarantine/copy', versionId: null });
    expect(copy).toEqual(await store.contentOf({ bucket, key: KEY, versionId }));
    expect(copy?.size).toBe(3);
  });

  it('removes the version that is named, for good and no other', async () => {
    const { bucket, store, put } = make();
    const versionId = await put('raw/two.csv', Buffer.from('old'));
    const newer = await put('raw/two.csv', Buffer.from('newer'));
    await store.remove({ bucket, key: 'raw/two.csv', versionId });
    await store.remove({ bucket, key: 'raw/two.csv', versionId });
    expect(await store.contentOf({ bucket, key: 'raw/two.csv', versionId })).toBeUndefined();
    expect((await store.contentOf({ bucket, key: 'raw/two.csv', versionId: newer }))?.size).toBe(5);
    expect((await store.contentOf({ bucket, key: 'raw/two.csv', versionId: null }))?.size).toBe(5);
  });

  it('knows nothing of what is not there', async () => {
    const { bucket, store } = make();
    expect(await store.contentOf({ bucket, key: 'raw/never.csv', versionId: null })).toBeUndefined();
  });
};
