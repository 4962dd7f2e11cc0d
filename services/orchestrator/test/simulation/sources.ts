import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import type { BusEvent } from '../twins/aws/memory-bus';
import type { MemoryQueues, QueuedMessage } from '../twins/aws/memory-queues';
import type { Item } from '../twins/aws/operands';
import type { Deployed } from './deployed';
import type { Invocation } from './faults';
import type { Lambda } from './lambda';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import { mapOf } from './stream-image';
import type { FunctionName } from './workers';

/** What the event sources of the functions share. */
export interface SourceOptions {
  readonly deployed: Deployed;
  readonly lambda: () => Lambda;
  readonly queues: () => MemoryQueues;
  readonly time: Scheduler;
  readonly random: Random;
}

/** What a function said of a batch of messages that it was given. */
export interface BatchReport {
  readonly queue: string;
  readonly messages: readonly QueuedMessage[];
  readonly failed: readonly string[];
  readonly invocation: Invocation;
}

/** Longest time that a message or record waits for its batch, in ms. */
const LONGEST_WAIT_MS = 40;

/** Lambda's pollers of the queues: a batch for each invocation, and only what it did not give back is removed. */
export const queuePollers = (
  { deployed, lambda, queues, time, random }: SourceOptions,
  again: number,
  onReport: (report: BatchReport) => void,
) => {
  const consumers = new Map(deployed.consumers.map((consumer) => [consumer.queue, consumer]));
  const poll = (queue: string): void => {
    const consumer = consumers.get(queue);
    if (!consumer) return;
    const messages = queues().receive(queue, random.between(1, consumer.batchSize));
    if (messages.length === 0) return;
    wake(queue, time.now());
    // Another poller may be given the same message: then what the first says of it removes nothing.
    if (random.chance(again)) queues().showAgain(queue, messages[0]?.receiptHandle ?? '');
    lambda().invoke(consumer.name as FunctionName, { Records: messages.map(recordOf) }, (outcome, invocation) => {
      if (!outcome.ok) return;
      const failed = (outcome.answer as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      onReport({ queue, messages, failed, invocation });
      for (const { messageId, receiptHandle } of messages) if (!failed.includes(messageId)) queues().remove(queue, receiptHandle);
    });
  };
  const wake = (queue: string, at: number): void => {
    if (consumers.has(queue)) time.at(at + random.between(0, LONGEST_WAIT_MS), () => poll(queue));
  };
  return wake;
};

const recordOf = ({ messageId, body, receiptHandle, receives }: QueuedMessage) => ({
  messageId,
  body,
  receiptHandle,
  attributes: { ApproximateReceiveCount: String(receives) },
  messageAttributes: {},
  eventSource: 'aws:sqs',
});

/** Lambda's own queue of events that it was given straight: tried again after one and two minutes, then a dead letter. */
export const asyncInvoker = ({ deployed, lambda, queues, time }: SourceOptions) => {
  const invoke = (name: FunctionName, event: object, deadLetters: string | null, tries = 0): void =>
    lambda().invoke(name, event, ({ ok }) => {
      if (ok) return;
      if (tries < deployed.asyncRetries) {
        time.at(time.now() + (tries + 1) * 60_000, () => invoke(name, event, deadLetters, tries + 1));
      } else if (deadLetters) queues().send(deadLetters, JSON.stringify({ requestPayload: event }));
    });
  return (name: FunctionName, event: BusEvent | object, deadLetters: string | null) => invoke(name, event, deadLetters);
};

interface StreamRecord {
  readonly image: ReturnType<typeof imageOfRecord>;
  tries: number;
}

const SHARDS = 2;

/**
 * The table's stream and Lambda's reader of it: records of one partition key in order, one batch of a shard at a time. What
 * a batch gives back comes again from there on; a batch that failed as a whole is halved; a record that failed too often is
 * a dead letter, so that those behind it go on.
 */
export const journalStream = ({ deployed, lambda, queues, time, random }: SourceOptions) => {
  const { batchSize, maxRetries, deadLetters } = deployed.stream;
  const shards = Array.from({ length: SHARDS }, () => ({ records: [] as StreamRecord[], busy: false, most: batchSize }));
  let count = 0;

  const read = (shard: (typeof shards)[number], delay: number): void => {
    if (shard.busy || shard.records.length === 0) return;
    shard.busy = true;
    time.at(time.now() + delay, () => {
      const batch = shard.records.slice(0, shard.most);
      lambda().invoke('publish', { Records: batch.map(({ image }) => image) }, (outcome) => {
        shard.busy = false;
        const failures = outcome.ok ? (outcome.answer as SQSBatchResponse).batchItemFailures : null;
        const failedAt = failures?.[0]
          ? batch.findIndex(({ image }) => image.eventID === failures[0]?.itemIdentifier)
          : failures
            ? batch.length
            : 0;
        shard.records.splice(0, failedAt);
        shard.most = outcome.ok ? batchSize : Math.max(1, Math.ceil(batch.length / 2));
        if (failedAt < batch.length) giveUp(shard.records);
        read(shard, failedAt < batch.length ? 1_000 : random.between(0, LONGEST_WAIT_MS));
      });
    });
  };

  const giveUp = (records: StreamRecord[]): void => {
    const [first] = records;
    if (!first) return;
    first.tries += 1;
    if (first.tries <= maxRetries) return;
    records.shift();
    queues().send(deadLetters, JSON.stringify(first.image.dynamodb.Keys));
  };

  /** Takes a new journal item of the table. */
  return (item: Item): void => {
    count += 1;
    const shard = shards[hash(String(item.pk)) % SHARDS];
    if (!shard) return;
    shard.records.push({ image: imageOfRecord(String(count).padStart(12, '0'), item), tries: 0 });
    read(shard, random.between(0, LONGEST_WAIT_MS * 10));
  };
};

/** A record as its reader gets it, each time that it comes. */
const imageOfRecord = (sequenceNumber: string, item: Item) => {
  const { pk, sk } = item;
  const Keys: Record<string, AttributeValue> = { pk: { S: String(pk) }, sk: { S: String(sk) } };
  return {
    eventID: sequenceNumber,
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: { Keys, SequenceNumber: sequenceNumber, NewImage: mapOf(item) },
  };
};

const hash = (text: string): number => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
