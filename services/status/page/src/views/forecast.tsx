import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Pipelines, Series, SeriesIndex } from '../api/types';
import { slow, steady, useResource } from '../api/use-resource';
import { choicesOf, secondsOf, seriesAfter } from '../model/forecast';
import { formatMetric, formatUtc } from '../model/format';
import { hrefOf } from '../model/route';
import type { Ink } from '../ui/chart';
import { axis, Chart, FONT, figure } from '../ui/chart';
import { Empty, Heading, More, Panel, Problem, Shown } from '../ui/layout';
import { PipelineSelect } from '../ui/pipeline-select';
import { Table } from '../ui/table';
import { Code, Go } from '../ui/text';

const HEIGHT = 320;
const MOST_ROWS = 400;
const NO_SERIES = 'urn:glue-relay:problem:no-series';

/** The forecasts of each pipeline's latest success. */
export const Forecasts = ({ pipeline }: { readonly pipeline: string }): JSX.Element => {
  const pipelines = useResource<Pipelines>('pipelines', steady);
  return (
    <>
      <Heading title="Forecasts" />
      <Shown of={pipelines}>
        {({ pipelines: all }) => {
          const ran = all.filter(({ lastSuccess }) => lastSuccess !== null);
          const chosen = pipeline === '' ? ran : all.filter((known) => known.pipeline === pipeline);
          return (
            <>
              <div class="filters">
                <PipelineSelect
                  pipelines={ran.map((known) => known.pipeline)}
                  chosen={pipeline}
                  choose={(name) => {
                    location.hash = hrefOf({ at: 'forecasts', pipeline: name });
                  }}
                />
              </div>
              {chosen.length === 0 ? <Empty>No pipeline has a successful run yet.</Empty> : null}
              {chosen.map((known) => (
                <Panel key={known.pipeline} title={known.pipeline} aside={known.lastSuccess ? 'Its latest successful run' : ''}>
                  {known.lastSuccess ? (
                    <LatestForecast runId={known.lastSuccess.runId} />
                  ) : (
                    <Empty>It has no successful run yet.</Empty>
                  )}
                </Panel>
              ))}
            </>
          );
        }}
      </Shown>
    </>
  );
};

const LatestForecast = ({ runId }: { readonly runId: string }): JSX.Element => {
  const index = useResource<SeriesIndex>(indexPath(runId), slow);
  if (index.data === null && index.failure?.type === NO_SERIES) return <NoSeries />;
  return (
    <Shown of={index}>
      {({ title, series }) => (
        <p>
          <Go to={{ at: 'forecast', runId, seriesId: '' }} class="name">
            {title}
          </Go>{' '}
          <span class="muted">{series.length} series</span>
        </p>
      )}
    </Shown>
  );
};

const NoSeries = (): JSX.Element => (
  <Empty>
    This run wrote no series of forecast against actual. A job offers them by writing <Code>series/index.json</Code> below its
    predictions.
  </Empty>
);

const indexPath = (runId: string): string => `runs/${encodeURIComponent(runId)}/series`;

/** Forecast against actual of a run, for a series that is chosen by its dimensions. */
export const ForecastOfRun = ({ runId, seriesId }: { readonly runId: string; readonly seriesId: string }): JSX.Element => {
  const index = useResource<SeriesIndex>(indexPath(runId), slow);
  const hasNone = index.data === null && index.failure?.type === NO_SERIES;
  return (
    <>
      <Heading title={index.data?.title ?? 'Forecast against actual'}>
        <p class="line">
          <Go to={{ at: 'run', runId }}>Run {runId}</Go>
        </p>
      </Heading>
      {hasNone ? <NoSeries /> : <Shown of={index}>{(known) => <Chosen runId={runId} index={known} seriesId={seriesId} />}</Shown>}
    </>
  );
};

const Chosen = ({
  runId,
  index,
  seriesId,
}: {
  readonly runId: string;
  readonly index: SeriesIndex;
  readonly seriesId: string;
}): JSX.Element => {
  const entry = index.series.find((known) => known.seriesId === seriesId) ?? index.series[0];
  const series = useResource<Series>(entry ? `${indexPath(runId)}/${encodeURIComponent(entry.seriesId)}` : null, slow);
  if (!entry) return <Empty>The run wrote an index without series.</Empty>;
  const choose = (dimension: string, value: string): void => {
    location.hash = hrefOf({ at: 'forecast', runId, seriesId: seriesAfter(index, entry, dimension, value).seriesId });
  };
  return (
    <>
      {seriesId !== '' && entry.seriesId !== seriesId ? (
        <Problem
          failure={{
            kind: 'not-found',
            title: 'Unknown series',
            detail: `The run has no series "${seriesId}"; this is its first.`,
            remedy: '',
            type: '',
          }}
        />
      ) : null}
      <div class="filters">
        {choicesOf(index, entry).map(({ dimension, values, chosen }) => (
          <label key={dimension}>
            {dimension}
            <select value={chosen} onChange={({ currentTarget }) => choose(dimension, currentTarget.value)}>
              {values.map((value) => (
                <option key={value} value={value}>
                  {value}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <Panel
        title={index.dimensions.map((dimension) => `${dimension} ${entry.keys[dimension] ?? ''}`).join(', ')}
        aside={series.data?.unit ?? ''}
      >
        <Shown of={series}>
          {(known) => (known.times.length === 0 ? <Empty>The series is empty.</Empty> : <SeriesChart series={known} />)}
        </Shown>
      </Panel>
    </>
  );
};

const SeriesChart = ({ series }: { readonly series: Series }): JSX.Element => {
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
