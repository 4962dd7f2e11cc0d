/** How soon an answer may be outdated: a run at work, lists, and what changes with a run's end at most. */
export type Pace = 'live' | 'steady' | 'slow';

const SECONDS: Readonly<Record<Pace, number>> = { live: 1.5, steady: 6, slow: 60 };
/** Of a page that nobody looks at. */
const HIDDEN_SECONDS = 120;
const LONGEST_SECONDS = 60;

/** Milliseconds until the next question: slower while hidden, and twice as slow after each failure in a row. */
export const delayOf = (pace: Pace, { hidden, failures }: { readonly hidden: boolean; readonly failures: number }): number => {
  const usual = SECONDS[pace];
  const backedOff = failures === 0 ? usual : Math.max(usual, Math.min(LONGEST_SECONDS, usual * 2 ** failures));
  return 1000 * (hidden ? Math.max(HIDDEN_SECONDS, backedOff) : backedOff);
};
