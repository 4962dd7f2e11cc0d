import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { eventBus, outgoing, PublishError } from '../src/aws/event-bus';
import { datasetAccepted } from '../src/events/dataset-accepted';

const bridge = mockClient(EventBridgeClient);
const publish = eventBus(new EventBridgeClient({ region: 'us-east-1' }), 'relay-test');
const event = outgoing(datasetAccepted, datasetAccepted.example);

beforeEach(() => {
  bridge.reset();
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

const sent = () => bridge.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries ?? []);

describe('eventBus', () => {
  it('sends every event once, in order, at most 10 a call', async () => {
    const events = Array.from({ length: 23 }, (_, index) => ({ ...event, detail: { index } }));
    await publish(events);
    expect(sent().map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(
      sent()
        .flat()
        .map((entry) => JSON.parse(entry.Detail as string).index),
    ).toEqual(events.map((_, index) => index));
  });

  it('keeps a call within 256 KB', async () => {
    await publish(Array.from({ length: 4 }, () => ({ ...event, detail: { text: 'x'.repeat(100_000) } })));
    expect(sent().map((entries) => entries.length)).toEqual([2, 2]);
  });

  it('throws where the bus refused an entry, naming it', async () => {
    bridge
      .on(PutEventsCommand)
      .resolves({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }] });
    await expect(publish([event, event])).rejects.toThrow(
      new PublishError('relay-test', [{ detailType: 'Dataset Accepted', code: 'ThrottlingException' }]),
    );
  });

  it('refuses a detail that is not of its event before it is said', () => {
    expect(() => outgoing(datasetAccepted, { ...datasetAccepted.example, runId: 5 as unknown as string })).toThrow('runId');
  });

  it('says nothing when there is nothing to say', async () => {
    await publish([]);
    expect(sent()).toEqual([]);
  });
});
