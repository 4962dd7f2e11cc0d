import type { JSX } from 'preact';
import type { Pipeline, PipelineDefinition, Pipelines, RunPage } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { formatSeconds, formatShare } from '../model/format';
import { NO_FILTER, withSearch } from '../model/route';
import { isLive } from '../model/state';
import { runsOf } from '../model/step-kind';
import { Empty, Facts, Heading, Panel, Shown } from '../ui/layout';
import { RunLines } from '../ui/run-lines';
import { Table } from '../ui/table';
import { Code, Due, Go, StateBadge, Time } from '../ui/text';

/** One pipeline: how it is doing, its latest runs and how it is defined. */
export const PipelineView = ({ pipeline: name }: { readonly pipeline: string }): JSX.Element => {
  const pipelines = useResource<Pipelines>('pipelines', steady);
  const runs = useResource<RunPage>(withSearch('runs', { pipeline: name, limit: '10' }), (page) =>
    page.runs.some(({ state }) => isLive(state)) ? 'live' : 'steady',
  );
  const definition = pipelines.data?.pipelines.find(({ pipeline }) => pipeline === name)?.definition ?? null;
  return (
    <>
      <Heading title={name}>
        <p class="line">
          <Go to={{ at: 'trend', pipeline: name, metric: '' }}>Models over time</Go>
          <Go to={{ at: 'forecasts', pipeline: name }}>Forecasts</Go>
          <Go to={{ at: 'costs', pipeline: name, days: '' }}>Costs</Go>
          <Go to={{ at: 'alerts', pipeline: name, cursor: '' }}>Alerts</Go>
        </p>
      </Heading>
      <Shown of={pipelines}>
        {({ pipelines: all }) => {
          const pipeline = all.find((candidate) => candidate.pipeline === name);
          return pipeline ? <Figures pipeline={pipeline} /> : <Empty>There is no pipeline of this name.</Empty>;
        }}
      </Shown>
      <Panel
        title="Latest runs"
        aside={<Go to={{ at: 'runs', filter: { ...NO_FILTER, pipeline: name }, cursor: '' }}>All its runs</Go>}
      >
        <Shown of={runs}>
          {(page) =>
            page.runs.length === 0 ? <Empty>It has not run yet.</Empty> : <RunLines caption="Latest runs" runs={page.runs} />
          }
        </Shown>
      </Panel>
      {definition ? <Definition definition={definition} /> : null}
    </>
  );
};

const Figures = ({ pipeline }: { readonly pipeline: Pipeline }): JSX.Element => (
  <Panel title="How it is doing" aside={`Of its latest ${pipeline.runsCounted} runs that were not cancelled`}>
    <Facts
      of={[
        ['State', <StateBadge key="state" state={pipeline.state} />],
        ['Running', pipeline.running.length],
        ['Queued', `${pipeline.queued}${pipeline.queuedIsPartial ? ' or more' : ''}`],
        ['Last success', <Time key="success" at={pipeline.lastSuccess?.endedAt ?? null} distance />],
        ['Success rate', formatShare(pipeline.successRate)],
        ['p50 of successful runs', formatSeconds(pipeline.p50Seconds)],
        ['p95 of successful runs', formatSeconds(pipeline.p95Seconds)],
        ['Next due', <Due key="due" at={pipeline.nextDue} />],
      ]}
    />
  </Panel>
);

const Definition = ({ definition }: { readonly definition: PipelineDefinition }): JSX.Element => (
  <Panel title="Definition" aside={`version ${definition.version.slice(0, 12)}`}>
    <Facts
      of={[
        ['Takes', <Code key="takes">{`${definition.input.prefix}*{${definition.input.suffix.join(',')}}`}</Code>],
        ['Columns', columnsOf(definition) || 'any'],
        ['Runs at once', definition.concurrency.maxRuns],
        ['While busy', definition.concurrency.whenBusy],
        ['Time limit', formatSeconds(definition.timeoutMinutes * 60)],
      ]}
    />
    <Table
      caption="Steps"
      rows={definition.steps}
      keyOf={({ name }) => name}
      columns={[
        { title: 'Step', cell: ({ name }) => <span class="name">{name}</span> },
        {
          title: 'After',
          cell: ({ after }) =>
            after.length === 0
              ? 'the start'
              : after.map(({ step, on }) => (on === 'success' ? step : `${step} (${on})`)).join(', '),
        },
        { title: 'Runs', leaves: 1, cell: (step) => <Code>{runsOf(step)}</Code> },
        { title: 'Time limit', numeric: true, cell: ({ timeoutMinutes }) => formatSeconds(timeoutMinutes * 60) },
      ]}
    />
  </Panel>
);

/** Names, with the type where one is asked for: `date (date), store, sales (number)`. */
const columnsOf = ({ input }: PipelineDefinition): string =>
  input.columns.map(({ name, type }) => (type === 'any' ? name : `${name} (${type})`)).join(', ');
