/** A stretch of time, in seconds since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A mark of time: seconds since the beginning, or since the end of the last break before. */
export interface Tick {
  readonly at: number;
  readonly seconds: number;
  readonly afterBreak: boolean;
}

/** An idle time longer than this share of all the work is cut to a small gap: a redrive a day later would flatten everything. */
const LONG_IDLE_SHARE = 0.5;
const GAP_SHARE = 0.05;
const MOST_TICKS = 7;

interface Piece {
  readonly start: number;
  readonly end: number;
  /** Its place in percent. */
  readonly from: number;
  readonly width: number;
  readonly cut: boolean;
}
/** Time as places. */
export interface Scale {
  readonly pieces: readonly Piece[];
}

/** Time to place: in proportion, but with long idle times cut short. */
export const scaleOf = (stretches: readonly Span[]): Scale => {
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

const merged = (stretches: readonly Span[]): Span[] => {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
};

/** The place of a time, in percent. */
export const placeOf = ({ pieces }: Scale, time: number): number => {
  const piece = pieces.find(({ end }) => time <= end) ?? pieces.at(-1);
  if (!piece) return 0;
  const share = piece.end === piece.start ? 0 : (time - piece.start) / (piece.end - piece.start);
  return Math.min(100, Math.max(0, piece.from + share * piece.width));
};

/** Where idle times are cut short: the middle of each, and how long it was. */
export const breaksOf = ({ pieces }: Scale): { readonly at: number; readonly seconds: number }[] =>
  pieces.filter(({ cut }) => cut).map(({ from, width, start, end }) => ({ at: from + width / 2, seconds: end - start }));

const DAY = 86_400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, DAY];

/** Round times since the beginning, and after a cut since its end. */
export const ticksOf = ({ pieces }: Scale): Tick[] => {
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
