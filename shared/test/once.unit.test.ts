import type { Notice } from '../src/notices/notice';
import { OwedNoticeError, sendOnce } from '../src/notices/once';
import { memoryNoticeLog } from './support/memory-notice-log';
import { noticeLogContract } from './support/notice-log-contract';

describe('the log in memory', () => noticeLogContract(memoryNoticeLog));

const NOTICE: Notice = { subject: 's', text: 't' };
const OWED = { id: 'one', notice: NOTICE, leaseMs: 60 };

const worldOf = () => {
  const time = { now: 1_000 };
  const done: string[] = [];
  const fault = { atSend: false };
  const ports = {
    notices: memoryNoticeLog(),
    clock: () => time.now,
    send: async () => {
      if (fault.atSend) throw new Error('died');
      done.push('sent');
    },
  };
  const owed = { ...OWED, before: async () => void done.push('before') };
  return { time, done, fault, ports, send: () => sendOnce(ports, owed) };
};

it('sends once, however often and however late its event comes', async () => {
  const { time, done, send } = worldOf();
  expect(await send()).toBe('sent');
  for (const later of [0, 61, 1e9]) {
    time.now += later;
    expect(await send()).toBe('repeated');
  }
  expect(done).toEqual(['before', 'sent']);
});

it('sends after all where the one that held it died, and not before its lease is over', async () => {
  const { time, done, fault, send } = worldOf();
  fault.atSend = true;
  await expect(send()).rejects.toThrow('died');
  fault.atSend = false;
  await expect(send()).rejects.toThrow(OwedNoticeError);
  time.now += OWED.leaseMs;
  expect(await send()).toBe('sent');
  expect(done).toEqual(['before', 'before', 'sent']);
});
