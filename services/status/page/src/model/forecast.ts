import type { SeriesIndex } from '../api/types';

type Entry = SeriesIndex['series'][number];

/** A dimension with the values that there are under the choices before it. */
export interface Choice {
  readonly dimension: string;
  readonly values: readonly string[];
  readonly chosen: string;
}

/** What to choose from, in the order of the dimensions; each choice narrows the next. */
export const choicesOf = ({ dimensions, series }: SeriesIndex, chosen: Entry): Choice[] => {
  let left = series;
  return dimensions.map((dimension) => {
    const values = [...new Set(left.map(({ keys }) => keys[dimension] ?? ''))].sort(byNumberThenText);
    const value = chosen.keys[dimension] ?? '';
    left = left.filter(({ keys }) => keys[dimension] === value);
    return { dimension, values, chosen: value };
  });
};

/** The series after one choice has changed: the choices before it stay, those behind it stay where they can. */
export const seriesAfter = ({ dimensions, series }: SeriesIndex, before: Entry, dimension: string, value: string): Entry => {
  const wanted: Readonly<Record<string, string>> = { ...before.keys, [dimension]: value };
  let left = series;
  for (const name of [dimension, ...dimensions.filter((other) => other !== dimension)]) {
    const narrowed = left.filter(({ keys }) => keys[name] === wanted[name]);
    if (narrowed.length > 0) left = narrowed;
  }
  return left[0] ?? before;
};

const byNumberThenText = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** A day or a time of a series in seconds, as charts take it. */
export const secondsOf = (time: string): number =>
  Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(time) ? `${time}T00:00:00Z` : time) / 1000;
