import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { journalEventsOf } from '../../src/app/republish-journal';

const run = { kind: 'run', sequence: 2, cause: { type: 'command', id: 'key-1', by: 'ana' }, event: runStateChange.example };
const step = { kind: 'step', sequence: 5, cause: { type: 'sweep', id: 'tick' }, event: stepStateChange.example };

it('a piece of journal is its events, each with what brought it about', () => {
  const events = journalEventsOf({ pk: 'RUN#1', sk: 'JOURNAL#00000002', entries: [run, step] });
  expect(events.map(({ detailType, detail }) => [detailType, (detail as { cause: unknown }).cause])).toEqual([
    ['Run State Change', { type: 'command', id: 'key-1', by: 'ana' }],
    ['Step State Change', { type: 'sweep', id: 'tick', by: null }],
  ]);
});

it.each([{ pk: 'RUN#1', sk: 'RUN', run: {} }, { pk: 'PIPELINE#p', active: new Set(['1']) }, null])(
  'other items of the table are no events',
  (item) => {
    expect(journalEventsOf(item)).toEqual([]);
  },
);

it('an entry that breaks its contract is refused, not left out', () => {
  expect(() => journalEventsOf({ entries: [{ ...run, event: { ...run.event, sequence: 'two' } }] })).toThrow(/sequence/);
});
