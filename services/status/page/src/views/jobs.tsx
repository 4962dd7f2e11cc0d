import type { JSX } from 'preact';
import type { Jobs } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { Table } from '../ui/table';
import { Go, Lasting, StateBadge, Time } from '../ui/text';

/** Every Glue job with its latest attempt. */
export const JobsView = (): JSX.Element => {
  const jobs = useResource<Jobs>('jobs', steady);
  return (
    <>
      <Heading title="Jobs" />
      <Panel title="Glue jobs" aside="Each with its latest attempt">
        <Shown of={jobs}>
          {({ jobs: all }) =>
            all.length === 0 ? (
              <Empty>No run has named a job yet.</Empty>
            ) : (
              <Table
                caption="Glue jobs"
                rows={all}
                keyOf={({ name }) => name}
                columns={[
                  {
                    title: 'Job',
                    cell: ({ name, pipeline, step }) => (
                      <>
                        <span class="name breakable">{step}</span>
                        <span class="sub breakable">
                          {pipeline} · {name}
                        </span>
                      </>
                    ),
                  },
                  { title: 'State', cell: ({ status }) => <StateBadge state={status} /> },
                  { title: 'Started', leaves: 1, cell: ({ startedOn }) => <Time at={startedOn} /> },
                  {
                    title: 'Took',
                    numeric: true,
                    cell: ({ status, startedOn, executionTime }) => (
                      <Lasting state={status} since={startedOn} seconds={executionTime} />
                    ),
                  },
                  {
                    title: 'Run',
                    leaves: 1,
                    cell: ({ runId }) => (runId === null ? '–' : <Go to={{ at: 'run', runId }}>Show</Go>),
                  },
                ]}
              />
            )
          }
        </Shown>
      </Panel>
    </>
  );
};
