import type { Attempt, Run, Step } from '../api/types';
import { secondsBetween } from './format';

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
  /** Seconds since the beginning, or since the end of the last break before. */
  readonly ticks: readonly { readonly at: number; readonly seconds: number; readonly afterBreak: boolean }[];
  /** Where a long idle time is cut short, in percent. */
  readonly breaks: readonly { readonly at: number; readonly seconds: number }[];
}

interface Stretch {
  readonly kind: Bar['kind'];
  readonly label: string;
  readonly state: string;
  readonly start: number;
  readonly end: number;
  readonly open: boolean;
}

/** An idle time longer than this share of all the work is cut to a small gap: a redrive a day later would flatten everything. */
const LONG_IDLE_SHARE = 0.5;
const SHORT_WAIT_SECONDS = 0.5;
const GAP_SHARE = 0.05;
const MOST_TICKS = 7;

/** A run as lanes of bars: one for its turn in the queue where it waited, then one per step in the pipeline's order. */
export const timelineOf = (run: Run, now: Date): Timeline => {
  const lanes = [queueLane(run, now), ...run.steps.map((step) => stepLane(run, step, now))].filter((lane) => lane !== null);
  const all = lanes.flatMap(({ stretches }) => stretches);
  if (all.length === 0) return { lanes: lanes.map(({ name, state }) => ({ name, state, bars: [] })), ticks: [], breaks: [] };
  const scale = scaleOf(all);
  return {
    lanes: lanes.map(({ name, state, stretches }) => ({ name, state, bars: stretches.map((stretch) => barOf(stretch, scale)) })),
    ticks: ticksOf(scale),
    breaks: scale.pieces
      .filter(({ cut }) => cut)
      .map(({ from, start, end }) => ({ at: from + (100 * GAP_SHARE) / 2, seconds: end - start })),
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

interface Piece {
  readonly start: number;
  readonly end: number;
  /** Its place in percent. */
  readonly from: number;
  readonly width: number;
  readonly cut: boolean;
}
interface Scale {
  readonly pieces: readonly Piece[];
}

/** Time to place: in proportion, but with long idle times cut short. */
const scaleOf = (stretches: readonly Stretch[]): Scale => {
  const busy = merged(stretches);
  const work = Math.max(
    0.001,
    busy.reduce((sum, { start, end }) => sum + end - start, 0),
  );
  const pieces = busy.flatMap((piece, index) => {
    const before = busy[index - 1];
    const idle = before ? [{ start: before.end, end: piece.start, cut: piece.start - before.end > work * LONG_IDLE_SHARE }] : [];
    return [...idle, { ...piece, cut: false }];
  });
  const shown = pieces.filter(({ cut }) => !cut).reduce((sum, { start, end }) => sum + end - start, 0) || 0.001;
  const room = 1 - GAP_SHARE * pieces.filter(({ cut }) => cut).length;
  const perSecond = (100 * Math.max(0.2, room)) / shown;
  let from = 0;
  return {
    pieces: pieces.map(({ start, end, cut }) => {
      const piece = { start, end, cut, from, width: cut ? 100 * GAP_SHARE : (end - start) * perSecond };
      from += piece.width;
      return piece;
    }),
  };
};

const merged = (stretches: readonly Stretch[]): { readonly start: number; readonly end: number }[] => {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
};

const placeOf = ({ pieces }: Scale, time: number): number => {
  const piece = pieces.find(({ end }) => time <= end) ?? pieces.at(-1);
  if (!piece) return 0;
  const share = piece.end === piece.start ? 0 : (time - piece.start) / (piece.end - piece.start);
  return Math.min(100, Math.max(0, piece.from + share * piece.width));
};

const barOf = ({ kind, label, state, start, end, open }: Stretch, scale: Scale): Bar => {
  const from = placeOf(scale, start);
  return { kind, label, state, from, width: placeOf(scale, end) - from, seconds: end - start, open };
};

const DAY = 86_400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, DAY];

/** Round times since the beginning, and after a cut since its end. */
const ticksOf = ({ pieces }: Scale): Timeline['ticks'] => {
  const shown = pieces.reduce((sum, { start, end, cut }) => (cut ? sum : sum + end - start), 0);
  const step = STEPS.find((candidate) => shown / candidate <= MOST_TICKS) ?? DAY * Math.ceil(shown / DAY / MOST_TICKS);
  let origin = pieces[0]?.start ?? 0;
  let afterBreak = false;
  return pieces.flatMap((piece) => {
    if (piece.cut) {
      origin = piece.end;
      afterBreak = true;
      return [];
    }
    const ticks = [];
    for (let seconds = Math.ceil((piece.start - origin) / step) * step; origin + seconds <= piece.end; seconds += step)
      ticks.push({ at: placeOf({ pieces: [piece] }, origin + seconds), seconds, afterBreak });
    return ticks;
  });
};
