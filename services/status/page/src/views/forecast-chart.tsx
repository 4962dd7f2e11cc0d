import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Series } from '../api/types';
import { secondsOf } from '../model/forecast';
import { formatMetric, formatUtc } from '../model/format';
import type { Ink } from '../ui/chart';
import { axis, Chart, FONT, figure } from '../ui/chart';
import { More } from '../ui/layout';
import { Table } from '../ui/table';

const HEIGHT = 320;
const MOST_ROWS = 400;

/** Forecast against actual of one series, with intervals where the model gives them. */
export const SeriesChart = ({ series }: { readonly series: Series }): JSX.Element => {
  const data = useMemo<uPlot.AlignedData>(
    () => [
      series.times.map(secondsOf),
      [...series.actual],
      ...series.forecasts.map(({ values }) => [...values]),
      ...series.forecasts.flatMap(({ lower, upper }) => (lower && upper ? [[...upper], [...lower]] : [])),
    ],
    [series],
  );
  const options = useCallback((ink: Ink) => chartOptions(series, ink), [series]);
  const latest = series.times
    .map((time, row) => ({ time, row }))
    .slice(-MOST_ROWS)
    .reverse();
  return (
    <>
      <Chart description={inWords(series)} height={HEIGHT} data={data} options={options} />
      <p class="muted">Drag over a span to look closer; double-click to see all.</p>
      <More title={series.times.length > MOST_ROWS ? `As a table (the latest ${MOST_ROWS})` : 'As a table'}>
        <Table
          caption="Forecast against actual"
          rows={latest}
          keyOf={({ time }) => time}
          columns={[
            { title: 'When', cell: ({ time }) => <span class="number">{time.length === 10 ? time : formatUtc(time)}</span> },
            { title: 'Actual', numeric: true, cell: ({ row }) => formatMetric(series.actual[row] ?? null) },
            ...series.forecasts.map(({ model, values }) => ({
              title: model,
              numeric: true,
              cell: ({ row }: { row: number }) => formatMetric(values[row] ?? null),
            })),
          ]}
        />
      </More>
    </>
  );
};

const chartOptions = ({ unit, forecasts }: Series, ink: Ink): Omit<uPlot.Options, 'width' | 'height'> => {
  const intervals = forecasts.flatMap(({ lower, upper }, index) => (lower && upper ? [index] : []));
  const first = 2 + forecasts.length;
  const colour = (index: number): string => ink(`series-${2 + (index % 4)}`);
  return {
    // Days have no time zone: the axis is in UTC, as the data are.
    tzDate: (seconds) => new Date(new Date(seconds * 1000).toLocaleString('en-US', { timeZone: 'UTC' })),
    scales: { x: { time: true } },
    axes: [axis(ink, { grid: { show: false } }), axis(ink, { size: 56, label: unit, labelFont: FONT, labelSize: 20 })],
    series: [
      {},
      { label: 'actual', stroke: ink('series-1'), width: 1.5, points: { show: false }, value: figure },
      ...forecasts.map(({ model }, index) => ({
        label: model,
        stroke: colour(index),
        width: 1.5,
        dash: [5, 3],
        points: { show: false },
        value: figure,
      })),
      ...intervals.flatMap(() => [
        { label: 'upper', class: 'no-legend', stroke: 'transparent', points: { show: false }, value: figure },
        { label: 'lower', class: 'no-legend', stroke: 'transparent', points: { show: false }, value: figure },
      ]),
    ],
    bands: intervals.map((index, place) => ({
      series: [first + 2 * place, first + 2 * place + 1] as [number, number],
      fill: `${colour(index)}33`,
    })),
  };
};

const inWords = ({ times, forecasts, unit }: Series): string =>
  `Forecast against actual, ${unit}, ${times.length} times from ${times[0]} to ${times.at(-1)}; forecasts by ${forecasts.map(({ model }) => model).join(', ') || 'no model'}.`;
