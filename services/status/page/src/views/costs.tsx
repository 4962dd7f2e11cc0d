import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { CostLine, Costs, Pipelines } from '../api/types';
import { slow, useResource } from '../api/use-resource';
import { costColumns, firstDayOf, stacked } from '../model/cost';
import { secondsOf } from '../model/forecast';
import { formatCount, formatDollars } from '../model/format';
import { hrefOf, withSearch } from '../model/route';
import type { Ink } from '../ui/chart';
import { axis, Chart } from '../ui/chart';
import { Empty, Heading, More, Panel, Shown } from '../ui/layout';
import { PipelineSelect } from '../ui/pipeline-select';
import { Table } from '../ui/table';
import { Go } from '../ui/text';

const HEIGHT = 240;
const SPANS = ['7', '30', '90'];
const USUAL_SPAN = '30';

/** What Glue bills by day, for all pipelines or for one. */
export const CostsView = ({ pipeline, days }: { readonly pipeline: string; readonly days: string }): JSX.Element => {
  const span = SPANS.includes(days) ? days : USUAL_SPAN;
  const from = firstDayOf(new Date(), Number(span));
  const costs = useResource<Costs>(withSearch('costs', { pipeline, from }), slow);
  const pipelines = useResource<Pipelines>('pipelines', slow);
  const go = (changed: { pipeline?: string; days?: string }): void => {
    location.hash = hrefOf({ at: 'costs', pipeline, days, ...changed });
  };
  return (
    <>
      <Heading title="Costs">
        <p class="muted">
          What Glue bills for job runs, by the day on which they ended (UTC). An estimate: without taxes, discounts and other
          services.
        </p>
      </Heading>
      <div class="filters">
        <PipelineSelect
          pipelines={pipelines.data?.pipelines.map((known) => known.pipeline) ?? []}
          chosen={pipeline}
          choose={(chosen) => go({ pipeline: chosen })}
        />
        <label>
          Span
          <select value={span} onChange={({ currentTarget }) => go({ days: currentTarget.value })}>
            {SPANS.map((choice) => (
              <option key={choice} value={choice}>
                {choice} days
              </option>
            ))}
          </select>
        </label>
      </div>
      <Shown of={costs}>{(known) => <Parts costs={known} />}</Shown>
    </>
  );
};

const Parts = ({ costs }: { readonly costs: Costs }): JSX.Element => (
  <>
    <Panel title="By day" aside={`${formatDollars(costs.dollars)} together, ${costs.from} to ${costs.to}`}>
      {costs.days.length === 0 ? <Empty>Nothing was billed in this time.</Empty> : <DayChart costs={costs} />}
    </Panel>
    {costs.pipelines.length > 0 ? (
      <Panel title="By pipeline" aside={`$${costs.prices.dpuHour} per DPU-hour, $${costs.prices.flexDpuHour} flex`}>
        <LineTable caption="Costs by pipeline" lines={costs.pipelines} />
      </Panel>
    ) : null}
  </>
);

const DayChart = ({ costs }: { readonly costs: Costs }): JSX.Element => {
  const columns = useMemo(() => costColumns(costs), [costs]);
  const data = useMemo<uPlot.AlignedData>(() => [columns.days.map(secondsOf), ...stacked(columns.dollars)], [columns]);
  const options = useCallback((ink: Ink) => chartOptions(columns.pipelines, ink), [columns]);
  return (
    <>
      <Chart
        description={`Costs by day: ${costs.days.map(({ date, dollars }) => `${date} ${formatDollars(dollars)}`).join(', ')}.`}
        height={HEIGHT}
        data={data}
        options={options}
      />
      <div class="legend" aria-hidden="true">
        {columns.pipelines.map((name, index) => (
          <span key={name}>
            <i style={{ background: `var(--series-${1 + (index % 5)})` }} /> {name}
          </span>
        ))}
      </div>
      <More title="As a table">
        <Table
          caption="Costs by day"
          rows={[...costs.days].reverse()}
          keyOf={({ date }) => date}
          columns={[
            { title: 'Day', cell: ({ date }) => <span class="number">{date}</span> },
            { title: 'Cost', numeric: true, cell: ({ dollars }) => formatDollars(dollars) },
            {
              title: 'Of which',
              cell: ({ pipelines }) => pipelines.map((line) => `${line.pipeline} ${formatDollars(line.dollars)}`).join(', '),
            },
          ]}
        />
      </More>
    </>
  );
};

const chartOptions = (pipelines: readonly string[], ink: Ink): Omit<uPlot.Options, 'width' | 'height'> => {
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  return {
    cursor: { show: false },
    legend: { show: false },
    tzDate: (seconds) => new Date(new Date(seconds * 1000).toLocaleString('en-US', { timeZone: 'UTC' })),
    scales: {
      x: { time: true, range: (_chart, low, high) => [low - 43_200, high + 43_200] },
      y: { range: (_chart, _low, high) => [0, (high || 1) * 1.08] },
    },
    axes: [
      axis(ink, { grid: { show: false } }),
      axis(ink, { size: 64, values: (_chart, values) => values.map((value) => formatDollars(value)) }),
    ],
    series: [
      {},
      ...pipelines.map((name, index) => {
        const colour = ink(`series-${1 + ((pipelines.length - 1 - index) % 5)}`);
        return { label: name, stroke: colour, fill: colour, width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) };
      }),
    ],
  };
};

const LineTable = ({ caption, lines }: { readonly caption: string; readonly lines: readonly CostLine[] }): JSX.Element => (
  <Table
    caption={caption}
    rows={lines}
    keyOf={({ pipeline }) => pipeline}
    columns={[
      {
        title: 'Pipeline',
        cell: ({ pipeline }) => (
          <Go to={{ at: 'pipeline', pipeline }} class="name breakable">
            {pipeline}
          </Go>
        ),
      },
      { title: 'Cost', numeric: true, cell: ({ dollars }) => formatDollars(dollars) },
      { title: 'Attempts', numeric: true, cell: ({ attempts }) => formatCount(attempts) },
      { title: 'DPU-hours', numeric: true, leaves: 1, cell: ({ dpuSeconds }) => (dpuSeconds / 3600).toFixed(2) },
    ]}
  />
);
