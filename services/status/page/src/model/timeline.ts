import type { Attempt, Run, Step } from '../api/types';
import { secondsBetween } from './format';
import type { Scale, Span, Tick } from './time-scale';
import { breaksOf, placeOf, scaleOf, ticksOf } from './time-scale';

/** A stretch of a lane; places are percent of the whole width. */
export interface Bar {
  /** An attempt at work, or a wait: for a turn, for steps before, or before a retry. */
  readonly kind: 'attempt' | 'wait';
  readonly label: string;
  readonly state: string;
  readonly from: number;
  readonly width: number;
  readonly seconds: number;
  /** Whether it goes on. */
  readonly open: boolean;
}

export interface Lane {
  readonly name: string;
  readonly state: string;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly ticks: readonly Tick[];
  /** Where a long idle time is cut short, in percent. */
  readonly breaks: readonly { readonly at: number; readonly seconds: number }[];
}

interface Stretch extends Span {
  readonly kind: Bar['kind'];
  readonly label: string;
  readonly state: string;
  readonly open: boolean;
}

const SHORT_WAIT_SECONDS = 0.5;

/** A run as lanes of bars: one for its turn in the queue where it waited, then one per step in the pipeline's order. */
export const timelineOf = (run: Run, now: Date): Timeline => {
  const lanes = [queueLane(run, now), ...run.steps.map((step) => stepLane(run, step, now))].filter((lane) => lane !== null);
  const all = lanes.flatMap(({ stretches }) => stretches);
  if (all.length === 0) return { lanes: lanes.map(({ name, state }) => ({ name, state, bars: [] })), ticks: [], breaks: [] };
  const scale = scaleOf(all);
  return {
    lanes: lanes.map(({ name, state, stretches }) => ({ name, state, bars: stretches.map((stretch) => barOf(stretch, scale)) })),
    ticks: ticksOf(scale),
    breaks: breaksOf(scale),
  };
};

interface OpenLane {
  readonly name: string;
  readonly state: string;
  readonly stretches: readonly Stretch[];
}

const queueLane = (run: Run, now: Date): OpenLane | null => {
  const end = run.startedAt ?? run.endedAt;
  const waits = wait(run.createdAt, end, now, 'in the queue');
  return run.state === 'REJECTED' || waits.length === 0
    ? null
    : { name: 'queue', state: end ? 'SUCCEEDED' : 'WAITING', stretches: waits };
};

const stepLane = (run: Run, step: Step, now: Date): OpenLane => {
  const attempts = step.attemptDetails.filter(({ start }) => start !== null);
  const stretches: Stretch[] = [];
  let before = readyAt(run, step);
  for (const attempt of attempts) {
    const { start } = attempt;
    if (start === null) continue;
    if (before !== null && !hadEnded(run, before, start))
      stretches.push(...wait(before, start, now, attempt === attempts[0] ? 'waits to start' : 'waits for the next attempt'));
    stretches.push(attemptStretch(attempt, start, now));
    before = attempt.end;
  }
  const waitsNow = step.state === 'WAITING' || step.state === 'STARTING';
  if (waitsNow && before !== null)
    stretches.push(...wait(before, null, now, attempts.length > 0 ? 'waits for the next attempt' : 'waits to start'));
  return { name: step.step, state: step.state, stretches };
};

const ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'];

/** Whether the run came to an end between two times: what follows is a redrive, for which nothing waited. */
const hadEnded = ({ journal }: Run, from: string, to: string): boolean =>
  journal.some(({ step, at, to: state }) => step === null && ENDS.includes(state) && at >= from && at <= to);

/** When nothing before the step stood in its way any more. */
const readyAt = (run: Run, step: Step): string | null => {
  const ends = step.after.map((name) => run.steps.find((before) => before.step === name)?.end ?? null);
  if (ends.includes(null)) return null;
  return (
    [run.startedAt, ...ends]
      .filter((time) => time !== null)
      .sort()
      .at(-1) ?? null
  );
};

const attemptStretch = ({ attempt, state, end }: Attempt, start: string, now: Date): Stretch => ({
  kind: 'attempt',
  label: `attempt ${attempt}`,
  state: end !== null && state === 'WAITING' ? 'FAILED' : state,
  start: Date.parse(start) / 1000,
  end: Math.max(Date.parse(start), end === null ? now.getTime() : Date.parse(end)) / 1000,
  open: end === null,
});

const wait = (from: string, to: string | null, now: Date, label: string): Stretch[] =>
  secondsBetween(from, to ?? now.toISOString()) < SHORT_WAIT_SECONDS
    ? []
    : [
        {
          kind: 'wait',
          label,
          state: 'WAITING',
          start: Date.parse(from) / 1000,
          end: (to === null ? now.getTime() : Date.parse(to)) / 1000,
          open: to === null,
        },
      ];

const barOf = ({ kind, label, state, start, end, open }: Stretch, scale: Scale): Bar => {
  const from = placeOf(scale, start);
  return { kind, label, state, from, width: placeOf(scale, end) - from, seconds: end - start, open };
};
