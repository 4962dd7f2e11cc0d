import type { JSX } from 'preact';
import type { Run } from '../../api/types';
import { useResource } from '../../api/use-resource';
import { formatCount, formatDollars } from '../../model/format';
import type { Pace } from '../../model/pace';
import { troubleOf } from '../../model/remedy';
import { isLive, stateLabel } from '../../model/state';
import { AlertList } from '../../ui/alert-list';
import { Empty, Facts, Heading, More, Panel, Shown } from '../../ui/layout';
import { ProgressMeter } from '../../ui/progress';
import { Code, Command, Go, Lasting, StateBadge, Time } from '../../ui/text';
import { Journal } from './journal';
import { RunModels } from './models';
import { Outputs } from './outputs';
import { Steps } from './steps';
import { TimelineChart } from './timeline';

/** A run that ended changes by a redrive, and its reports and costs come a moment after its end. */
const MOMENT_MS = 60_000;
const paceOf = ({ state, endedAt }: Run): Pace => {
  if (isLive(state)) return 'live';
  return endedAt !== null && Date.now() - Date.parse(endedAt) < MOMENT_MS ? 'live' : 'steady';
};

/** One run with all that is known of it. */
export const RunView = ({ runId }: { readonly runId: string }): JSX.Element => {
  const run = useResource<Run>(`runs/${encodeURIComponent(runId)}`, paceOf);
  const known = run.data;
  return (
    <>
      <Heading title={known?.dataset.key ?? `Run ${runId}`}>
        <p class="line">
          {known ? <StateBadge state={known.state} /> : null}
          {known?.pipeline ? <Go to={{ at: 'pipeline', pipeline: known.pipeline }}>{known.pipeline}</Go> : null}
          <Code>{runId}</Code>
        </p>
      </Heading>
      <p class="visually-hidden" role="status">
        {known ? `The run is ${stateLabel(known.state)}.` : ''}
      </p>
      <Shown of={run}>{(data) => <RunParts run={data} />}</Shown>
    </>
  );
};

const RunParts = ({ run }: { readonly run: Run }): JSX.Element => (
  <>
    <TroubleNotice run={run} />
    <Panel title="Summary" aside={<Go to={{ at: 'dataset', key: run.dataset.key, cursor: '' }}>All versions of this file</Go>}>
      <Facts
        of={[
          ['Asked for', <Time key="asked" at={run.createdAt} />],
          ['Began', <Time key="began" at={run.startedAt} />],
          ['Ended', <Time key="ended" at={run.endedAt} />],
          ['Took', <Lasting key="took" state={run.state} since={run.startedAt} seconds={run.seconds} />],
          ['Rows in', formatCount(run.rows?.in ?? null)],
          ['Rows out', formatCount(run.rows?.out ?? null)],
          ['Quarantined', <Quarantined key="quarantined" count={run.rows?.quarantined ?? null} />],
          ['Cost', formatDollars(run.cost?.dollars ?? null)],
          ...(run.redrives > 0 ? ([['Taken up again', run.redrives]] as const) : []),
        ]}
      />
      <Parameters parameters={run.parameters} />
      {isLive(run.state) && run.progress.steps > 0 ? <ProgressMeter run={run} /> : null}
    </Panel>
    {run.steps.length > 0 ? (
      <>
        <TimelineChart run={run} />
        <Steps run={run} />
      </>
    ) : null}
    {run.drift.length > 0 ? (
      <Panel title="Unusual about this run">
        <AlertList alerts={run.drift} />
      </Panel>
    ) : null}
    {run.models.length > 0 ? <RunModels run={run} /> : null}
    {run.state === 'REJECTED' ? null : <Outputs run={run} />}
    <Panel title="Journal" aside={run.journalTruncated ? 'The newest 500 entries' : 'What happened, and why'}>
      {run.journal.length === 0 ? <Empty>Nothing is recorded.</Empty> : <Journal entries={run.journal} />}
    </Panel>
  </>
);

const Parameters = ({ parameters }: Pick<Run, 'parameters'>): JSX.Element | null => {
  const values = Object.entries(parameters);
  if (values.length === 0) return null;
  return (
    <More title={values.length === 1 ? '1 parameter' : `${values.length} parameters`}>
      <Facts of={values.map(([name, value]) => [name, String(value)] as const)} />
    </More>
  );
};

const Quarantined = ({ count }: { readonly count: number | null }): JSX.Element =>
  count ? <strong class="error-line">{formatCount(count)}</strong> : <span>{formatCount(count)}</span>;

const TroubleNotice = ({ run }: { readonly run: Run }): JSX.Element | null => {
  const trouble = troubleOf(run);
  if (trouble === null) return null;
  const isBad = run.state === 'FAILED' || run.state === 'TIMED_OUT' || run.state === 'REJECTED';
  return (
    <div class={`notice ${isBad ? 'bad' : ''}`}>
      <strong>{run.rejection ? `Rejected: ${run.rejection.reason}` : stateLabel(run.state)}</strong>
      <p class="breakable">{trouble.what}</p>
      {trouble.remedy ? <p class="remedy">{trouble.remedy}</p> : null}
      {run.supersededBy ? (
        <p>
          <Go to={{ at: 'run', runId: run.supersededBy }}>The run of the newer version</Go>
        </p>
      ) : null}
      {trouble.commands.map((line) => (
        <Command key={line} line={line} />
      ))}
    </div>
  );
};
