import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** A message that could not be handled, in words. */
export interface DeadLetter {
  readonly messageId: string;
  /** What it says: the event's name, and which run, object or job it is about. */
  readonly what: string;
  /** When it was sent first, ISO 8601. */
  readonly sentAt: string | null;
  readonly receiveCount: number | null;
  /** Why it is here, where that is on record; else the log of its function has it. */
  readonly error: string | null;
  readonly body: string;
}

const eventSchema = z.looseObject({ 'detail-type': z.string(), detail: z.looseObject({}).default({}) });
/** What Lambda sends to a function's failure destination. Source: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failedInvocationSchema = z.looseObject({
  requestContext: z.looseObject({ condition: z.string().optional() }),
  requestPayload: z.unknown().optional(),
  responsePayload: z.looseObject({ errorMessage: z.string().optional() }).nullish(),
});
const streamSchema = z.looseObject({ DDBStreamBatchInfo: z.looseObject({ shardId: z.string(), batchSize: z.number() }) });
const wakeSchema = z.looseObject({ runId: z.string(), cause: z.string() });

/** Reads a message of any of the stage's dead-letter queues. */
export const describe = ({ MessageId, Body, Attributes, MessageAttributes }: Message): DeadLetter => {
  const body = Body ?? '';
  const content = jsonOf(body);
  const sent = Number(Attributes?.SentTimestamp);
  const received = Number(Attributes?.ApproximateReceiveCount);
  return {
    messageId: MessageId ?? '',
    what: whatOf(content) ?? body.slice(0, 80),
    sentAt: Number.isFinite(sent) ? new Date(sent).toISOString() : null,
    receiveCount: Number.isFinite(received) ? received : null,
    // EventBridge says with these why it could not deliver.
    error: MessageAttributes?.ERROR_MESSAGE?.StringValue ?? errorOf(content),
    body,
  };
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

const whatOf = (content: unknown): string | null => {
  const event = eventSchema.safeParse(content);
  if (event.success) return [event.data['detail-type'], subjectOf(event.data.detail)].filter(Boolean).join(' ');
  const stream = streamSchema.safeParse(content);
  if (stream.success) return `${stream.data.DDBStreamBatchInfo.batchSize} journal records of the table's stream`;
  const failed = failedInvocationSchema.safeParse(content);
  if (failed.success) return whatOf(failed.data.requestPayload) ?? 'an invocation of a function';
  const wake = wakeSchema.safeParse(content);
  return wake.success ? `wake ${wake.data.runId} (${wake.data.cause})` : null;
};

const subjectSchema = z.looseObject({
  runId: z.string().optional(),
  step: z.string().optional(),
  type: z.string().optional(),
  pipeline: z.string().optional(),
  jobName: z.string().optional(),
  object: z.looseObject({ key: z.string() }).optional(),
});

const subjectOf = (detail: unknown): string => {
  const parsed = subjectSchema.safeParse(detail);
  if (!parsed.success) return '';
  const { type, runId, step, pipeline, jobName, object } = parsed.data;
  return [type, runId ?? pipeline, step, jobName, object?.key].filter(Boolean).join(' ');
};

const errorOf = (content: unknown): string | null => {
  const failed = failedInvocationSchema.safeParse(content);
  if (!failed.success) return null;
  return failed.data.responsePayload?.errorMessage ?? failed.data.requestContext.condition ?? null;
};
