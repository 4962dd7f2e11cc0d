import type { NoticeLog } from '../../src/notices/once';

/** What every `NoticeLog` keeps to. */
export const noticeLogContract = (make: () => NoticeLog): void => {
  it('lets one send, another after its lease, and nobody once it is sent', async () => {
    const log = make();
    expect(await log.claim('r1', 0, 100)).toBe('mine');
    expect(await log.claim('r1', 99, 200)).toBe('held');
    expect(await log.claim('r2', 99, 200)).toBe('mine');
    expect(await log.claim('r1', 100, 200)).toBe('mine');
    await log.confirm('r1');
    expect(await log.claim('r1', 1_000, 2_000)).toBe('sent');
  });
};
