import type { ColumnProfile } from '@glue-relay/shared/job-report';

/** Added to every count, so that an empty bin has a logarithm. */
const HALF = 0.5;

/**
 * Population stability index: the sum over bins of (p - q) * ln(p / q), p and q the shares of a bin now and before; 0 is no
 * shift. Half a value is added to each bin's count.
 * Source: N. Siddiqi, Credit Risk Scorecards (2006); B. Yurdakul, Statistical Properties of Population Stability Index (2018)
 *
 * @param before - profiles of the same column in earlier runs, taken together
 * @returns undefined where either side has no values, or bins are cut so that no label is shared
 */
export const stabilityIndex = (now: ColumnProfile, before: readonly ColumnProfile[]): number | undefined => {
  const present = countsOf([now]);
  const past = countsOf(before);
  const labels = [...new Set([...present.keys(), ...past.keys()])];
  const isComparable = labels.some((label) => present.has(label) && past.has(label));
  if (!isComparable || totalOf(present) === 0 || totalOf(past) === 0) return undefined;
  const shareIn = (counts: ReadonlyMap<string, number>, label: string): number =>
    ((counts.get(label) ?? 0) + HALF) / (totalOf(counts) + HALF * labels.length);
  return labels.reduce((sum, label) => {
    const [p, q] = [shareIn(present, label), shareIn(past, label)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
};

const countsOf = (profiles: readonly ColumnProfile[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { bins } of profiles) {
    for (const { label, count } of bins) counts.set(label, (counts.get(label) ?? 0) + count);
  }
  return counts;
};

const totalOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
