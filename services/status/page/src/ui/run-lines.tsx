import type { JSX } from 'preact';
import type { RunSummary } from '../api/types';
import { formatBytes } from '../model/format';
import { Table } from './table';
import { Go, Lasting, StateBadge, Time } from './text';

/** Runs as a table: which file, what became of it, when and how long. */
export const RunLines = ({ caption, runs }: { readonly caption: string; readonly runs: readonly RunSummary[] }): JSX.Element => (
  <Table
    caption={caption}
    rows={runs}
    keyOf={({ runId }) => runId}
    columns={[
      {
        title: 'File',
        cell: ({ runId, dataset, pipeline, startedAt, createdAt }) => (
          <>
            <Go to={{ at: 'run', runId }} class="name breakable">
              {dataset.key}
            </Go>
            <span class="sub">
              {pipeline ?? 'no pipeline'} · {formatBytes(dataset.size)}
            </span>
            <span class="sub only-narrow">
              <Time at={startedAt ?? createdAt} />
            </span>
          </>
        ),
      },
      {
        title: 'State',
        cell: ({ state, redrives, error }) => (
          <>
            <StateBadge state={state} />
            {redrives > 0 ? <span class="sub">taken up again {redrives === 1 ? 'once' : `${redrives} times`}</span> : null}
            {error ? <span class="sub leaves-1 clamp">{error}</span> : null}
          </>
        ),
      },
      { title: 'Began', cell: ({ startedAt, createdAt }) => <Time at={startedAt ?? createdAt} />, leaves: 1 },
      {
        title: 'Took',
        numeric: true,
        cell: ({ state, startedAt, createdAt, seconds }) => (
          <Lasting state={state} since={startedAt ?? createdAt} seconds={seconds} />
        ),
      },
    ]}
  />
);
