import type { JSX } from 'preact';
import type { AlertPage, Health, Pipeline, Pipelines, Run, RunPage } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { activeAlerts } from '../model/active-alerts';
import { formatSeconds, formatShare } from '../model/format';
import { NO_FILTER } from '../model/route';
import { AlertList } from '../ui/alert-list';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { ProgressMeter } from '../ui/progress';
import { RunLines } from '../ui/run-lines';
import { Table } from '../ui/table';
import { Due, Go, Lasting, StateBadge, Time } from '../ui/text';

const RECENT = 10;
const MOST_CARDS = 6;

/** All pipelines, what runs now, and what needs somebody. */
export const Overview = (): JSX.Element => {
  const pipelines = useResource<Pipelines>('pipelines', steady);
  const alerts = useResource<AlertPage>('alerts?limit=50', steady);
  const recent = useResource<RunPage>(`runs?limit=${RECENT}`, ({ runs }) =>
    runs.some(({ state }) => state === 'RUNNING') ? 'live' : 'steady',
  );
  const health = useResource<Health>('health', steady);
  const active = activeAlerts(alerts.data?.alerts ?? [], pipelines.data?.pipelines ?? []);
  const running = (pipelines.data?.pipelines ?? []).flatMap((pipeline) =>
    pipeline.running.map(({ runId }) => ({ runId, pipeline: pipeline.pipeline })),
  );
  return (
    <>
      <Heading title="Overview" />
      {health.data?.status === 'degraded' ? (
        <p class="notice warn" role="status">
          Something is stuck, so what you see may lag. <Go to={{ at: 'health' }}>See health</Go>
        </p>
      ) : null}
      {active.length > 0 ? (
        <Panel
          title={active.length === 1 ? 'One active alert' : `${active.length} active alerts`}
          aside={<Go to={{ at: 'alerts', pipeline: '', cursor: '' }}>All alerts</Go>}
        >
          <AlertList alerts={active} />
        </Panel>
      ) : null}
      <Panel title="Pipelines" aside="Figures are those of the latest 50 ended runs">
        <Shown of={pipelines}>
          {({ pipelines: all }) =>
            all.length === 0 ? (
              <Empty>No pipeline is deployed yet. Deploy a folder below glue/, and it shows here.</Empty>
            ) : (
              <PipelineTable pipelines={all} alertsOf={(name) => active.filter(({ pipeline }) => pipeline === name).length} />
            )
          }
        </Shown>
      </Panel>
      {running.length > 0 ? (
        <Panel title="Running now" {...(running.length > MOST_CARDS ? { aside: `${MOST_CARDS} of ${running.length}` } : {})}>
          <div class="cards">
            {running.slice(0, MOST_CARDS).map(({ runId, pipeline }) => (
              <RunningCard key={runId} runId={runId} pipeline={pipeline} />
            ))}
          </div>
        </Panel>
      ) : null}
      <Panel title="Latest runs" aside={<Go to={{ at: 'runs', filter: NO_FILTER, cursor: '' }}>All runs</Go>}>
        <Shown of={recent}>
          {({ runs }) =>
            runs.length === 0 ? (
              <Empty>Nothing has run yet. Drop a file below raw/: npx relay drop my-sales.csv</Empty>
            ) : (
              <RunLines caption="Latest runs" runs={runs} />
            )
          }
        </Shown>
      </Panel>
    </>
  );
};

const PipelineTable = ({
  pipelines,
  alertsOf,
}: {
  readonly pipelines: readonly Pipeline[];
  readonly alertsOf: (pipeline: string) => number;
}): JSX.Element => (
  <Table
    caption="Pipelines"
    rows={pipelines}
    keyOf={({ pipeline }) => pipeline}
    columns={[
      {
        title: 'Pipeline',
        cell: ({ pipeline, definition }) => (
          <>
            <Go to={{ at: 'pipeline', pipeline }} class="name breakable">
              {pipeline}
            </Go>
            <AlertCount count={alertsOf(pipeline)} />
            {definition === null ? <span class="sub">not deployed any more</span> : null}
          </>
        ),
      },
      {
        title: 'State',
        cell: (pipeline) => (
          <>
            <StateBadge state={pipeline.state} />
            <span class="sub">{loadOf(pipeline)}</span>
            <span class="sub only-narrow">
              last success <Time at={pipeline.lastSuccess?.endedAt ?? null} distance />
            </span>
          </>
        ),
      },
      { title: 'Last success', cell: ({ lastSuccess }) => <Time at={lastSuccess?.endedAt ?? null} distance />, leaves: 1 },
      { title: 'Success rate', numeric: true, cell: ({ successRate }) => formatShare(successRate) },
      { title: 'p50', numeric: true, leaves: 1, cell: ({ p50Seconds }) => formatSeconds(p50Seconds) },
      { title: 'p95', numeric: true, leaves: 2, cell: ({ p95Seconds }) => formatSeconds(p95Seconds) },
      { title: 'Next due', leaves: 2, cell: ({ nextDue }) => <Due at={nextDue} /> },
    ]}
  />
);

const AlertCount = ({ count }: { readonly count: number }): JSX.Element | null =>
  count === 0 ? null : (
    <>
      {' '}
      <span class="tag bad">{count === 1 ? '1 alert' : `${count} alerts`}</span>
    </>
  );

const loadOf = ({ running, queued, queuedIsPartial }: Pipeline): string => {
  if (running.length === 0 && queued === 0) return '';
  return `${running.length} running, ${queued}${queuedIsPartial ? ' or more' : ''} queued`;
};

const RunningCard = ({ runId, pipeline }: { readonly runId: string; readonly pipeline: string }): JSX.Element => {
  const run = useResource<Run>(`runs/${encodeURIComponent(runId)}`, ({ state }) => (state === 'RUNNING' ? 'live' : 'steady'));
  return (
    <div class="card">
      <Shown of={run}>
        {(known) => (
          <>
            <div class="line">
              <Go to={{ at: 'run', runId }} class="name">
                {known.dataset.key}
              </Go>
              <Lasting state={known.state} since={known.startedAt} seconds={known.seconds} />
            </div>
            <ProgressMeter run={known} />
            <span class="sub">
              {pipeline} · {atWork(known)}
            </span>
          </>
        )}
      </Shown>
    </div>
  );
};

const atWork = ({ steps, progress }: Run): string => {
  const names = steps
    .filter(({ state }) => ['STARTING', 'RUNNING', 'WAITING', 'STOPPING'].includes(state))
    .map(({ step }) => step);
  return `${progress.done} of ${progress.steps} steps done${names.length > 0 ? `, at ${names.join(' and ')}` : ''}`;
};
