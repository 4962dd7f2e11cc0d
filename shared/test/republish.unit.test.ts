import fc from 'fast-check';
import type { OutgoingEvent } from '../src/aws/event-bus';
import { outgoing } from '../src/aws/event-bus';
import { asOriginal, isReplay, replayOf } from '../src/events/replay';
import { republishRequested } from '../src/events/republish-requested';
import { sweepCompleted } from '../src/events/sweep-completed';
import type { Stretch } from '../src/republish/republish';
import { republish } from '../src/republish/republish';

const SEGMENTS = 3;

const requested = {
  id: 'an-id',
  account: '000000000000',
  region: 'us-east-1',
  time: '2026-11-12T00:00:00Z',
  source: republishRequested.source,
  'detail-type': republishRequested.detailType,
  detail: republishRequested.example,
};

const eventOf = (found: unknown): OutgoingEvent =>
  outgoing(sweepCompleted, { ...sweepCompleted.example, found: found as number });

/** A store of numbers in segments, one on a page, and a queue that gives a message back when its handler fails. */
const world = (size: number, crashes: readonly number[]) => {
  const said: OutgoingEvent[] = [];
  const queue: unknown[] = [requested];
  let calls = 0;
  const mayCrash = (): void => {
    calls += 1;
    if (crashes.includes(calls)) throw new Error('crash');
  };
  const handle = republish({
    segments: SEGMENTS,
    readPage: async (segment, after) => {
      mayCrash();
      const at = (after?.at as number | undefined) ?? segment;
      return { items: at < size ? [at] : [], next: at + SEGMENTS < size ? { at: at + SEGMENTS } : null };
    },
    eventsOf: (item) => [eventOf(item)],
    publish: async (events) => {
      said.push(...events);
      mayCrash();
    },
    send: async (stretches: readonly Stretch[]) => {
      mayCrash();
      queue.push(...stretches.map((stretch) => JSON.parse(JSON.stringify(stretch))));
    },
    tell: () => undefined,
  });
  return { said, queue, handle };
};

it('says every item of the store again as a replay, whatever crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(150), fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }), async (size, crashes) => {
      const { said, queue, handle } = world(size, crashes);
      for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
        try {
          await handle(message);
        } catch (error) {
          expect((error as Error).message).toBe('crash');
          queue.push(message);
        }
      }
      const expected = Array.from({ length: size }, (_, index) => index);
      const found = said.map(({ detail }) => (detail as { found: number }).found);
      expect([...new Set(found)].sort((one, other) => one - other)).toEqual(expected);
      expect(said.every(isReplay)).toBe(true);
    }),
  );
});

it('a replay is the event under another source, and its original again', () => {
  const event = eventOf(1);
  expect(replayOf(event)).toEqual({ ...event, source: 'relay.orchestrator.replay' });
  expect(asOriginal(replayOf(event))).toEqual(event);
  expect(asOriginal(event)).toBe(event);
});

it('refuses a message that is neither a request nor a stretch', async () => {
  await expect(world(1, []).handle({ segment: -1 })).rejects.toThrow();
});
