import type { JSX } from 'preact';
import type { Attempt, Run, Step } from '../../api/types';
import { formatCount, formatDollars, formatSeconds } from '../../model/format';
import { consoleOf } from '../../model/places';
import { logsCommand } from '../../model/remedy';
import { originOf, resultOf } from '../../model/step-kind';
import { More, Panel } from '../../ui/layout';
import { Table } from '../../ui/table';
import { Code, Command, Lasting, StateBadge, Time } from '../../ui/text';

/** The steps in words and figures, with each attempt, its error and its log. */
export const Steps = ({ run }: { readonly run: Run }): JSX.Element => (
  <Panel title="Steps" aside={`${run.progress.done} of ${run.progress.steps} done`}>
    <Table
      caption="Steps"
      rows={run.steps}
      keyOf={({ step }) => step}
      columns={[
        {
          title: 'Step',
          cell: (step) => (
            <>
              <span class="name">{step.step}</span>
              <span class="sub leaves-1">{originOf(step)}</span>
            </>
          ),
        },
        {
          title: 'State',
          cell: ({ state, attempts }) => (
            <>
              <StateBadge state={state} />
              {attempts > 1 ? <span class="sub">{attempts} attempts</span> : null}
            </>
          ),
        },
        { title: 'Started', leaves: 1, cell: ({ start }) => <Time at={start} /> },
        {
          title: 'Took',
          numeric: true,
          cell: ({ state, start, seconds }) => <Lasting state={state} since={start} seconds={seconds} />,
        },
        { title: 'Rows in', numeric: true, leaves: 1, cell: ({ rows }) => formatCount(rows?.in ?? null) },
        { title: 'Rows out', numeric: true, leaves: 1, cell: ({ rows }) => formatCount(rows?.out ?? null) },
        { title: 'Quarantined', numeric: true, leaves: 2, cell: ({ rows }) => formatCount(rows?.quarantined ?? null) },
        { title: 'Cost', numeric: true, leaves: 1, cell: ({ cost }) => formatDollars(cost?.dollars ?? null) },
      ]}
    />
    {run.steps.some(({ attemptDetails }) => attemptDetails.length > 0) ? (
      <More title="Attempts, errors and logs">
        <Table
          caption="Attempts"
          rows={run.steps.flatMap((step) => step.attemptDetails.map((attempt) => ({ step, attempt })))}
          keyOf={({ step, attempt }) => `${step.step} ${attempt.attempt}`}
          columns={[
            {
              title: 'Attempt',
              cell: ({ step, attempt }) => (
                <span class="name">
                  {step.step} #{attempt.attempt}
                </span>
              ),
            },
            {
              title: 'What came of it',
              cell: ({ attempt }) => (
                <>
                  <StateBadge state={attempt.end !== null && attempt.state === 'WAITING' ? 'FAILED' : attempt.state} />
                  {attempt.result ? <span class="sub breakable">{resultOf(attempt.result)}</span> : null}
                  {attempt.error ? <span class="sub error-line">{attempt.error}</span> : null}
                </>
              ),
            },
            { title: 'Started', leaves: 1, cell: ({ attempt }) => <Time at={attempt.start} /> },
            {
              title: 'Took',
              numeric: true,
              cell: ({ attempt }) => <Lasting state={attempt.state} since={attempt.start} seconds={attempt.seconds} />,
            },
            { title: 'Log', leaves: 1, cell: ({ attempt }) => <LogPlace attempt={attempt} /> },
          ]}
        />
        {run.steps
          .filter(({ logs }) => logs !== null)
          .map((step) => (
            <Command key={step.step} line={logsCommand(run, step)} />
          ))}
      </More>
    ) : null}
    <Looked steps={run.steps} />
  </Panel>
);

const LogPlace = ({ attempt: { logs } }: { readonly attempt: Attempt }): JSX.Element => {
  if (logs === null) return <>–</>;
  const links = consoleOf(location.pathname);
  if (links === null) return <Code>{logs.stream.slice(0, 20)}</Code>;
  return (
    <>
      <a href={links.log(logs.outputGroup, logs.stream)} target="_blank" rel="noreferrer">
        Output
      </a>{' '}
      <a href={links.log(logs.errorGroup, logs.stream)} target="_blank" rel="noreferrer">
        Errors
      </a>
    </>
  );
};

/** What the steps looked at in their data, and where their time went. */
const Looked = ({ steps }: { readonly steps: readonly Step[] }): JSX.Element | null => {
  const checks = steps.flatMap(({ step, checks: found }) => found.map((check) => ({ step, check })));
  const phases = steps.flatMap(({ step, durations }) =>
    Object.entries(durations).map(([phase, seconds]) => ({ step, phase, seconds })),
  );
  return (
    <>
      {checks.length > 0 ? (
        <More title={checksTitle(checks.map(({ check }) => check))}>
          <Table
            caption="Checks"
            rows={checks}
            keyOf={({ step, check }) => `${step} ${check.name}`}
            columns={[
              { title: 'Check', cell: ({ check }) => <span class="name breakable">{check.name}</span> },
              { title: 'Step', cell: ({ step }) => step },
              {
                title: 'Result',
                cell: ({ check }) => (
                  <span class={`tag ${check.passed ? 'good' : 'bad'}`}>{check.passed ? 'passed' : 'failed'}</span>
                ),
              },
              { title: 'What it saw', cell: ({ check }) => <span class="breakable">{check.detail}</span> },
            ]}
          />
        </More>
      ) : null}
      {phases.length > 0 ? (
        <More title="Where the time went">
          <Table
            caption="Phases of the jobs"
            rows={phases}
            keyOf={({ step, phase }) => `${step} ${phase}`}
            columns={[
              { title: 'Step', cell: ({ step }) => <span class="name">{step}</span> },
              { title: 'Phase', cell: ({ phase }) => phase },
              { title: 'Took', numeric: true, cell: ({ seconds }) => formatSeconds(seconds) },
            ]}
          />
        </More>
      ) : null}
    </>
  );
};

const checksTitle = (checks: Step['checks']): string => {
  const failed = checks.filter(({ passed }) => !passed).length;
  const all = checks.length === 1 ? '1 check' : `${checks.length} checks`;
  return failed === 0 ? `${all}, passed` : `${all}, ${failed} failed`;
};
