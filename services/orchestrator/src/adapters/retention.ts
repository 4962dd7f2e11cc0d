import type { Millis } from '../domain/run';

/**
 * How long answers to commands, newest versions of keys, records of messages and journals are kept. It has to be longer
 * than any event may be late: the bus's archive replays up to 90 days, and a message may then wait 14 in a dead-letter
 * queue. Runs are kept for good: they are what a repeated event is known by.
 */
const RETENTION_DAYS = 400;

/** The attribute by which DynamoDB deletes an item, in s since the epoch; serverless.yml names it. */
export const expiring = (since: Millis): { readonly expiresAt: number } => ({
  expiresAt: Math.ceil(since / 1000) + RETENTION_DAYS * 86_400,
});
