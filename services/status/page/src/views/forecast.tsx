import type { JSX } from 'preact';
import type { Pipelines, Series, SeriesIndex } from '../api/types';
import { slow, steady, useResource } from '../api/use-resource';
import { choicesOf, seriesAfter } from '../model/forecast';
import { hrefOf } from '../model/route';
import { Empty, Heading, Panel, Problem, Shown } from '../ui/layout';
import { PipelineSelect } from '../ui/pipeline-select';
import { Code, Go } from '../ui/text';
import { SeriesChart } from './forecast-chart';

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
