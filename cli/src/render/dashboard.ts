import { blue, cyan, green, magenta, plot, red, reset, yellow } from 'asciichart';
import type { Chart, Series, Window } from '../dashboard/read';
import { duration } from './format';
import { figure } from './quality';

const COLORS = [blue, green, magenta, cyan, yellow, red] as const;
const HEIGHT = 6;
const AXIS = 10;

/** A dashboard as text: each chart with a legend, and the last value of each line. */
export const dashboardText = (charts: readonly Chart[], window: Window, isColored: boolean): string =>
  charts.map((chart) => chartText(chart, window, isColored)).join('\n');

const chartText = (chart: Chart, window: Window, isColored: boolean): string => {
  const drawn = chart.series.filter(({ points }) => points.length > 0);
  const head = `${chart.title}  (by ${duration(chart.periodSeconds)})\n`;
  if (drawn.length === 0) return `${head}  no data\n`;
  const painted = (text: string, index: number): string => (isColored ? `${COLORS[index % COLORS.length]}${text}${reset}` : text);
  const lines = drawn.map((series) => valuesOf(series, chart.periodSeconds, window).map(drawable));
  const isPlotted = lines.some((values) => values.length > 1);
  const picture = isPlotted
    ? `${plot(lines, {
        height: HEIGHT,
        ...(isColored ? { colors: drawn.map((_, index) => COLORS[index % COLORS.length] ?? '') } : {}),
        format: (value) => figure(value).padStart(AXIS),
      })}\n`
    : '';
  const legend = drawn.map(
    ({ label, points }, index) => `  ${painted('━━', index)} ${label}: ${figure(points.at(-1)?.value ?? null)}\n`,
  );
  return `${head}${picture}${legend.join('')}`;
};

/**
 * Without the noise of floating point: asciichart divides its height by the range of the values, and where that is nothing but noise it
 * counts lines far beyond what a number can count, for ever.
 */
const drawable = (value: number): number => Number(value.toPrecision(9));

/** Sums are 0 where nothing was counted; of other figures only those that there are stand beside each other. */
const valuesOf = ({ stat, points }: Series, periodSeconds: number, { from, to }: Window): number[] => {
  if (stat !== 'Sum') return points.map(({ value }) => value);
  const period = periodSeconds * 1_000;
  const columns = Math.max(1, Math.ceil(to.getTime() / period) - Math.floor(from.getTime() / period));
  const values = Array<number>(columns).fill(0);
  for (const { at, value } of points) {
    const column = Math.floor(Date.parse(at) / period) - Math.floor(from.getTime() / period);
    values[column] = (values[column] ?? 0) + value;
  }
  return values;
};
