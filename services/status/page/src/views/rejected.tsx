import type { JSX } from 'preact';
import type { RunPage, RunSummary } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { formatBytes } from '../model/format';
import { withSearch } from '../model/route';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { Pager } from '../ui/pager';
import { Go, Time } from '../ui/text';

/** Files that were refused, each with the reason and what to do. */
export const Rejected = ({ cursor }: { readonly cursor: string }): JSX.Element => {
  const page = useResource<RunPage>(withSearch('runs', { state: 'REJECTED', cursor, limit: '50' }), steady);
  return (
    <>
      <Heading title="Rejected files">
        <p class="muted">Files that were not fit to run. Nothing is lost: each still lies in the bucket under its key.</p>
      </Heading>
      <Panel title="Files" aside="Newest first">
        <Shown of={page}>
          {({ runs, nextCursor }) => (
            <>
              {runs.length === 0 ? (
                <Empty>No file was rejected.</Empty>
              ) : (
                <ul class="plain-list">
                  {runs.map((run) => (
                    <li key={run.runId}>
                      <RejectedFile run={run} />
                    </li>
                  ))}
                </ul>
              )}
              <Pager
                cursor={cursor}
                next={nextCursor}
                first={{ at: 'rejected', cursor: '' }}
                older={(next) => ({ at: 'rejected', cursor: next })}
              />
            </>
          )}
        </Shown>
      </Panel>
    </>
  );
};

const RejectedFile = ({ run }: { readonly run: RunSummary }): JSX.Element => (
  <>
    <Go to={{ at: 'run', runId: run.runId }} class="name breakable">
      {run.dataset.key}
    </Go>{' '}
    {run.rejection ? <span class="tag bad">{run.rejection.reason}</span> : null}
    <p class="breakable">{run.rejection?.message ?? run.error}</p>
    {run.rejection ? <p class="remedy breakable">{run.rejection.remedy}</p> : null}
    <span class="sub">
      {run.pipeline ?? 'no pipeline'} · {formatBytes(run.dataset.size)} · <Time at={run.createdAt} />
    </span>
  </>
);
