import { mean } from 'simple-statistics';

/** Limits that a figure should lie in; null where that side is open. */
export interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** d2 of two consecutive values: mean moving range by this estimates sigma. Source: NIST/SEMATECH e-Handbook 6.3.2.2 */
const D2 = 1.128;

/**
 * Limits of a Shewhart chart for individuals: mean +/- `sigmas` times the mean moving range / 1.128, but never closer to the
 * mean than `tolerance`, for a figure that has hardly varied so far would else alarm at the first breath.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, "Individuals control charts"
 *
 * @param history - figures of earlier runs in the order of the runs, at least two
 * @param tolerance - in the figure's own unit
 */
export const controlLimits = (
  history: readonly number[],
  sigmas: number,
  tolerance: number,
): { lower: number; upper: number } => {
  const ranges = history.slice(1).map((value, index) => Math.abs(value - (history[index] ?? value)));
  const centre = mean([...history]);
  const reach = Math.max((sigmas * mean(ranges)) / D2, tolerance);
  return { lower: centre - reach, upper: centre + reach };
};

export const isOutside = (value: number, { lower, upper }: Limits): boolean =>
  (lower !== null && value < lower) || (upper !== null && value > upper);
