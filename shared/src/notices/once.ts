import type { Notice, SendNotice } from './notice';

/** Which messages people were sent. */
export interface NoticeLog {
  /** `mine` where the message is the caller's to send until the lease ends, `held` where it is another's to send, else `sent`. Times in ms. */
  readonly claim: (id: string, now: number, leaseUntil: number) => Promise<'mine' | 'held' | 'sent'>;
  readonly confirm: (id: string) => Promise<void>;
}

/** Somebody else is about to send the message, or died over it; trying later tells. */
export class OwedNoticeError extends Error {
  override readonly name = 'OwedNoticeError';
  constructor(readonly id: string) {
    super(`The message about ${id} is owed by another invocation, or was; its event has to come again`);
  }
}

export interface NoticeOncePorts {
  readonly notices: NoticeLog;
  readonly send: SendNotice;
  /** In ms. */
  readonly clock: () => number;
}

/** A message that is owed once, however often its event comes. */
export interface OwedOnce {
  readonly id: string;
  readonly notice: Notice;
  /** How long the message belongs to the one that claimed it, in ms: longer than the function runs, shorter than its queue waits. */
  readonly leaseMs: number;
  /** What has to be done before people are told; it may be done again after a crash. */
  readonly before?: () => Promise<void>;
}

/**
 * Sends a message once. A crash between sending and noting it is the one thing that sends it twice.
 *
 * @returns whether it was sent now, or had been before
 * @throws OwedNoticeError where another holds it: its event has to come again, for that one may die over it
 */
export const sendOnce = async (
  { notices, send, clock }: NoticeOncePorts,
  { id, notice, leaseMs, before }: OwedOnce,
): Promise<'sent' | 'repeated'> => {
  const at = clock();
  const claimed = await notices.claim(id, at, at + leaseMs);
  if (claimed === 'sent') return 'repeated';
  if (claimed === 'held') throw new OwedNoticeError(id);
  await before?.();
  await send(notice);
  await notices.confirm(id);
  return 'sent';
};
