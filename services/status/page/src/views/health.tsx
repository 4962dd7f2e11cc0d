import type { JSX } from 'preact';
import type { Health } from '../api/types';
import { steady, useResource } from '../api/use-resource';
import { formatCount, formatSeconds } from '../model/format';
import { Empty, Facts, Heading, Panel, Shown } from '../ui/layout';
import { Table } from '../ui/table';
import { Code, Command, Time } from '../ui/text';

/** Whether the page itself can be trusted, and whether anything is stuck. */
export const HealthView = (): JSX.Element => {
  const health = useResource<Health>('health', steady);
  return (
    <>
      <Heading title="Health" />
      <Shown of={health}>
        {(known) => (
          <>
            <Verdict health={known} />
            <Panel title="Read model" aside="What these pages are made from">
              <Facts
                of={[
                  ['Behind by', formatSeconds(known.projection.lagSeconds)],
                  ['Events waiting', formatCount(known.projection.waiting)],
                  ['Newest event', <Time key="event" at={known.projection.lastEventAt} />],
                  ['Taken in', <Time key="projected" at={known.projection.lastProjectedAt} />],
                ]}
              />
            </Panel>
            <Panel title="Dead-letter queues" aside="Messages that could not be handled">
              {known.deadLetters.length === 0 ? (
                <Empty>None is known.</Empty>
              ) : (
                <Table
                  caption="Dead-letter queues"
                  rows={known.deadLetters}
                  keyOf={({ queue }) => queue}
                  columns={[
                    { title: 'Queue', cell: ({ queue }) => <Code>{queue}</Code> },
                    {
                      title: 'Messages',
                      numeric: true,
                      cell: ({ messages }) => (messages > 0 ? <strong class="error-line">{formatCount(messages)}</strong> : '0'),
                    },
                  ]}
                />
              )}
            </Panel>
            <Panel title="Sweeps" aside="They find what no event announced">
              {known.sweeps.length === 0 ? (
                <Empty>No sweep has been made yet.</Empty>
              ) : (
                <Table
                  caption="Last sweeps"
                  rows={known.sweeps}
                  keyOf={({ service }) => service}
                  columns={[
                    { title: 'Service', cell: ({ service }) => <span class="name">{service}</span> },
                    { title: 'Last sweep', cell: ({ at }) => <Time at={at} distance /> },
                    { title: 'Found', numeric: true, cell: ({ found }) => formatCount(found) },
                  ]}
                />
              )}
            </Panel>
          </>
        )}
      </Shown>
    </>
  );
};

const Verdict = ({ health }: { readonly health: Health }): JSX.Element => {
  if (health.status === 'ok')
    return (
      <p class="notice" role="status">
        <span class="state good">
          <span class="sign" aria-hidden="true" />
          All well
        </span>
        : these pages are up to date, and nothing is stuck.
      </p>
    );
  const isStuck = health.deadLetters.some(({ messages }) => messages > 0);
  return (
    <div class="notice bad" role="status">
      <strong>Degraded</strong>
      <p>
        {isStuck
          ? 'Messages could not be handled; look at them, and give them back when the cause is gone.'
          : 'The read model lags by more than a minute; see docs/operations.md.'}
      </p>
      {isStuck ? <Command line="npx relay dlq list" /> : null}
    </div>
  );
};
