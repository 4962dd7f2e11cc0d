import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** The pattern that the fixture's one rule has, of every operator that our rules use. */
export const CONTRACT_PATTERN = {
  source: ['relay.contract'],
  'detail-type': ['Changed', 'Ended'],
  detail: { state: ['FAILED', 'TIMED_OUT'], jobName: [{ prefix: 'relay-' }] },
} as const;

export interface BusFixture {
  readonly client: EventBridgeClient;
  readonly bus: string;
  /** Waits for so many deliveries of the rule and gives all that came since the last time, as their target got them. */
  readonly delivered: (count: number) => Promise<readonly unknown[]>;
}

/** What the twin of EventBridge and the local cloud both do. */
export const describeBus = (name: string, connect: () => BusFixture): void => {
  const entry = (given: { source?: string; detailType?: string; detail?: object } = {}) => ({
    EventBusName: connect().bus,
    Source: given.source ?? 'relay.contract',
    DetailType: given.detailType ?? 'Changed',
    Detail: JSON.stringify(given.detail ?? { state: 'FAILED', jobName: 'relay-local-x', more: 1 }),
  });

  describe(`${name} as a bus`, () => {
    it('gives a target what matches every field of its rule, and nothing else', async () => {
      const { client, delivered } = connect();
      const Entries = [
        entry({ source: 'relay.other' }),
        entry({ detailType: 'Begun' }),
        entry({ detail: { state: 'SUCCEEDED', jobName: 'relay-local-x' } }),
        entry({ detail: { state: 'FAILED', jobName: 'other' } }),
        entry({ detail: { state: 'FAILED' } }),
        entry(),
        entry({ detailType: 'Ended', detail: { state: 'TIMED_OUT', jobName: 'relay-' } }),
      ];
      const answer = await client.send(new PutEventsCommand({ Entries }));
      expect(answer.FailedEntryCount).toBe(0);
      expect(answer.Entries).toHaveLength(Entries.length);
      const events = await delivered(2);
      expect(events).toHaveLength(2);
      expect(events).toContainEqual(
        expect.objectContaining({
          id: expect.any(String),
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
          account: expect.any(String),
          region: expect.any(String),
          source: 'relay.contract',
          'detail-type': 'Changed',
          detail: { state: 'FAILED', jobName: 'relay-local-x', more: 1 },
        }),
      );
    });

    it('takes ten events at once and no more', async () => {
      const { client } = connect();
      const Entries = Array.from({ length: 11 }, () => entry({ source: 'relay.other' }));
      await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toThrow();
    });
  });
};
