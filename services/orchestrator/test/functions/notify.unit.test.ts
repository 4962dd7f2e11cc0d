import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { observability } from '@glue-relay/shared/lambda/observability';
import type { Context, SQSEvent } from 'aws-lambda';
import { notifyHandler } from '../../src/functions/handlers/notify';
import { memoryNoticeStore } from '../twins/memory-notice-store';

/** More than the tries that a change of a pipeline's health has. */
const AT_ONCE = 10;

const endOf = (minute: number) => ({
  id: `e${minute}`,
  time: '2026-11-12T00:00:01Z',
  account: '000000000000',
  region: 'us-east-1',
  source: runStateChange.source,
  'detail-type': runStateChange.detailType,
  detail: {
    ...runStateChange.example,
    runId: `2026111${minute}T000000Z-aaaaaaaaaaaa`,
    state: 'SUCCEEDED',
    endedAt: `2026-11-12T00:0${minute}:00.000Z`,
    error: null,
  },
});

it('takes the ends of a batch of one pipeline one after the other, so that none is given back to the queue', async () => {
  Object.assign(process.env, { POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'true' });
  const notices = memoryNoticeStore();
  const handle = notifyHandler(observability('orchestrator', 'local'), {
    notices,
    loadRun: async () => null,
    place: async () => ({ stage: 'local', statusUrl: null }),
    send: async () => undefined,
    clock: () => 0,
    count: () => undefined,
    tell: () => undefined,
  });
  const Records = Array.from({ length: AT_ONCE }, (_, minute) => ({
    messageId: `m${minute}`,
    eventSource: 'aws:sqs',
    body: JSON.stringify(endOf(minute)),
  }));

  const answer = await handle({ Records } as unknown as SQSEvent, {} as Context);

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(notices.healthNow(runStateChange.example.pipeline)?.revision).toBe(AT_ONCE);
});
