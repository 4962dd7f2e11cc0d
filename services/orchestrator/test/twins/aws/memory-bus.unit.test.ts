import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { directClientOf } from './client-twin';
import { eventPatternSchema } from './event-pattern';
import type { BusEvent } from './memory-bus';
import { memoryBus } from './memory-bus';
import { CONTRACT_PATTERN, describeBus } from './memory-bus-contract';

const make = (refuses?: () => boolean) => {
  const events: BusEvent[] = [];
  const rules = [{ bus: 'bus', pattern: eventPatternSchema.parse(CONTRACT_PATTERN), target: 'queue' }];
  const deliver = (_target: string, event: BusEvent) => events.push(event);
  const twin = memoryBus({ clock: () => 0, rules, deliver, ...(refuses ? { refuses } : {}) });
  return { events, client: directClientOf(EventBridgeClient, twin.answer) };
};

const { events, client } = make();
describeBus('the twin', () => ({ client, bus: 'bus', delivered: async () => events.splice(0) }));

it('says which events it refused, and delivers the others', async () => {
  let entries = 0;
  const picky = make(() => entries++ === 0);
  const Entry = { EventBusName: 'bus', Source: 'relay.contract', DetailType: 'Ended' };
  const Entries = ['relay-1', 'relay-2'].map((jobName) => ({ ...Entry, Detail: JSON.stringify({ state: 'FAILED', jobName }) }));
  const answer = await picky.client.send(new PutEventsCommand({ Entries }));
  expect(answer.FailedEntryCount).toBe(1);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual(['ThrottlingException', undefined]);
  expect(picky.events.map(({ detail }) => detail)).toEqual([{ state: 'FAILED', jobName: 'relay-2' }]);
});

it('refuses a pattern with an operator that it does not know', () => {
  expect(() => eventPatternSchema.parse({ detail: { state: [{ 'anything-but': 'FAILED' }] } })).toThrow();
});
