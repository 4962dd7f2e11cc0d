import { HEALTHY } from '../../src/domain/notices/incident';
import type { NoticeStore, OwedNotice } from '../../src/notice-ports';
import { T0 } from '../factories';

/** What every `NoticeStore` keeps to; the twin and the real table run the same tests. */
export const describeNoticeStore = (name: string, makeStore: () => NoticeStore): void => {
  const owed = (id: string): OwedNotice => ({ state: 'owed', id, notice: { subject: 's', text: 't\nü' }, leaseUntil: T0 });
  const first = (pipeline: string) => ({ pipeline, before: null, after: { revision: 1, health: HEALTHY } });

  describe(`${name} as a notice store`, () => {
    it('writes health and record together, upon the revision that was read', async () => {
      const store = makeStore();
      expect(await store.healthOf('both')).toBeNull();
      expect(await store.commit({ health: first('both'), record: owed('both-1'), at: T0 })).toBe(true);
      expect(await store.healthOf('both')).toEqual(first('both').after);
      expect(await store.find('both-1')).toEqual(owed('both-1'));

      const health = { lastSuccess: { runId: 'r', endedAt: T0 }, incident: null };
      const second = { pipeline: 'both', before: 1, after: { revision: 2, health } };
      expect(await store.commit({ health: first('both'), record: owed('both-2'), at: T0 })).toBe(false);
      expect(await store.commit({ health: second, record: owed('both-1'), at: T0 })).toBe(false);
      expect([await store.find('both-2'), (await store.healthOf('both'))?.revision]).toEqual([null, 1]);
      expect(await store.commit({ health: second, record: null, at: T0 })).toBe(true);
      expect(await store.healthOf('both')).toEqual(second.after);
    });

    it('records once where no health changes', async () => {
      const store = makeStore();
      expect(await store.commit({ health: null, record: { state: 'done', id: 'once' }, at: T0 })).toBe(true);
      expect(await store.commit({ health: null, record: owed('once'), at: T0 })).toBe(false);
      expect(await store.find('once')).toEqual({ state: 'done', id: 'once' });
    });

    it('lets one take over an owed message, and none that was sent', async () => {
      const store = makeStore();
      await store.commit({ health: null, record: owed('lease'), at: T0 });
      expect(await store.claim(owed('lease'), T0 + 1)).toBe(true);
      expect(await store.claim(owed('lease'), T0 + 2)).toBe(false);
      expect(await store.find('lease')).toEqual({ ...owed('lease'), leaseUntil: T0 + 1 });
      await store.confirm('lease');
      expect(await store.claim({ ...owed('lease'), leaseUntil: T0 + 1 }, T0 + 3)).toBe(false);
      expect(await store.find('lease')).toEqual({ state: 'done', id: 'lease' });
    });
  });
};
