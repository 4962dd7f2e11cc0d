import fc from 'fast-check';
import type { Attempt, Run } from '../../page/src/api/types';
import type { Timeline } from '../../page/src/model/timeline';
import { timelineOf } from '../../page/src/model/timeline';
import * as story from './story';

const NOW = new Date('2026-11-12T06:02:00Z');
const bars = ({ lanes }: Timeline, name: string) => lanes.find((lane) => lane.name === name)?.bars ?? [];

describe('a run as a timeline', () => {
  it('has its wait in the queue, its attempts and the wait between them', () => {
    const timeline = timelineOf(story.run, NOW);
    expect(timeline.lanes.map(({ name }) => name)).toEqual(['queue', 'clean', 'explore', 'features', 'train']);
    expect(bars(timeline, 'train').map(({ kind, label, state, seconds }) => [kind, label, state, seconds])).toEqual([
      ['attempt', 'attempt 1', 'FAILED', 39],
      ['wait', 'waits for the next attempt', 'WAITING', 30],
      ['attempt', 'attempt 2', 'SUCCEEDED', 50],
    ]);
    expect(timeline.breaks).toEqual([]);
    expect(timeline.ticks[0]).toEqual({ at: 0, seconds: 0, afterBreak: false });
  });

  it('goes on to now while the run is at work', () => {
    const timeline = timelineOf(story.running, NOW);
    expect(bars(timeline, 'explore').at(-1)).toMatchObject({ open: true, seconds: 79 });
    expect(bars(timeline, 'features').map(({ kind, state, open }) => [kind, state, open])).toEqual([
      ['wait', 'WAITING', false],
      ['attempt', 'FAILED', false],
      ['wait', 'WAITING', true],
    ]);
    expect(bars(timeline, 'train')).toEqual([]);
  });

  it('cuts the time between an end and a redrive short, and calls it no wait', () => {
    const timeline = timelineOf(story.failed, NOW);
    expect(bars(timeline, 'clean').map(({ kind }) => kind)).toEqual(['attempt', 'attempt']);
    expect(timeline.breaks).toHaveLength(1);
    for (const { width } of bars(timeline, 'clean')) expect(width).toBeGreaterThan(30);
    expect(timeline.ticks.filter(({ afterBreak }) => afterBreak).length).toBeGreaterThan(0);
  });

  it('is empty for a rejected file', () => expect(timelineOf(story.rejected, NOW).lanes).toEqual([]));

  it('keeps every bar within its width and in the order of time, whatever the times', () => {
    const attempts = fc
      .array(fc.record({ idle: fc.nat({ max: 200_000 }), work: fc.nat({ max: 5000 }) }), { minLength: 1, maxLength: 6 })
      .map((gaps) => {
        let clock = Date.parse('2026-11-12T00:00:00Z');
        return gaps.map(({ idle, work }, index): Attempt => {
          const start = clock + idle * 1000;
          clock = start + work * 1000;
          const times = { start: new Date(start).toISOString(), end: new Date(clock).toISOString(), seconds: work };
          return {
            attempt: index + 1,
            state: 'FAILED',
            jobRunId: null,
            error: null,
            result: null,
            cost: null,
            logs: null,
            ...times,
          };
        });
      });
    fc.assert(
      fc.property(attempts, (attemptDetails) => {
        const [step] = story.run.steps;
        if (!step) throw new Error('The story has steps.');
        const run: Run = { ...story.run, steps: [{ ...step, attemptDetails }] };
        const timeline = timelineOf(run, NOW);
        let edge = 0;
        for (const { from, width } of bars(timeline, 'clean')) {
          expect(from).toBeGreaterThanOrEqual(edge - 1e-6);
          expect(width).toBeGreaterThanOrEqual(0);
          edge = from + width;
        }
        expect(edge).toBeLessThanOrEqual(100 + 1e-6);
        for (const { at } of timeline.ticks) expect(at).toBeLessThanOrEqual(100 + 1e-6);
      }),
    );
  });
});
