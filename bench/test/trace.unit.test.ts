import { covered, eventToStart, jobSpans, quantile } from '../chain/trace';

const MS = 1e6;
const started = (jobRunId: string, relay_step: string, at: number) => ({
  event: 'start_job_run_received',
  wall_ns: (at + 2) * MS,
  received_wall_ns: at * MS,
  jobRunId,
  relay_run_id: 'run',
  relay_step,
});
const happened = (event: string, jobRunId: string, at: number) => ({ event, jobRunId, wall_ns: at * MS });

const TRACE = [
  started('jr_1', 'clean', 0),
  happened('script_started', 'jr_1', 10),
  happened('ended', 'jr_1', 110),
  happened('event_dispatched', 'jr_1', 111),
  started('jr_2', 'train', 131),
  happened('script_started', 'jr_2', 140),
  happened('ended', 'jr_2', 200),
  happened('event_dispatched', 'jr_2', 201),
];

it('measures from the dispatch of an end to the arrival of the start that it leads to', () => {
  expect(eventToStart(TRACE, { clean: 'train' })).toEqual([20]);
});

it('covers the time in which any job ran, once where jobs overlap', () => {
  expect(jobSpans(TRACE, 'run')).toEqual([
    { from: 10, to: 110 },
    { from: 140, to: 200 },
  ]);
  expect(
    covered([
      { from: 0, to: 10 },
      { from: 5, to: 20 },
      { from: 6, to: 8 },
      { from: 30, to: 31 },
    ]),
  ).toBe(21);
});

it('takes quantiles of figures in any order', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
});
