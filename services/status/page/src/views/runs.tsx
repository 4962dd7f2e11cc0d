import type { JSX } from 'preact';
import type { Pipelines, RunPage } from '../api/types';
import { slow, useResource } from '../api/use-resource';
import type { RunFilter } from '../model/route';
import { hrefOf, NO_FILTER, withSearch } from '../model/route';
import { isLive, RUN_STATES, stateLabel } from '../model/state';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { Pager } from '../ui/pager';
import { PipelineSelect } from '../ui/pipeline-select';
import { RunLines } from '../ui/run-lines';

const PAGE = '50';

/** The list of runs, filtered and paged; filters are part of the address. */
export const Runs = ({ filter, cursor }: { readonly filter: RunFilter; readonly cursor: string }): JSX.Element => {
  const page = useResource<RunPage>(withSearch('runs', { ...filter, cursor, limit: PAGE }), ({ runs }) =>
    runs.some(({ state }) => isLive(state)) ? 'live' : 'steady',
  );
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <>
      <Heading title="Runs" />
      <Panel title="Filter">
        <Filters filter={filter} isFiltered={isFiltered} />
      </Panel>
      <Panel title={isFiltered ? 'Matching runs' : 'All runs'} aside="Newest first">
        <Shown of={page}>
          {({ runs, nextCursor }) => (
            <>
              {runs.length > 0 ? (
                <RunLines caption="Runs" runs={runs} />
              ) : (
                <Empty>
                  {nextCursor !== null
                    ? 'None on this page; older ones may match.'
                    : isFiltered
                      ? 'No run matches these filters.'
                      : 'Nothing has run yet. Drop a file below raw/: npx relay drop my-sales.csv'}
                </Empty>
              )}
              <Pager
                cursor={cursor}
                next={nextCursor}
                first={{ at: 'runs', filter, cursor: '' }}
                older={(next) => ({ at: 'runs', filter, cursor: next })}
              />
            </>
          )}
        </Shown>
      </Panel>
    </>
  );
};

const Filters = ({ filter, isFiltered }: { readonly filter: RunFilter; readonly isFiltered: boolean }): JSX.Element => {
  const pipelines = useResource<Pipelines>('pipelines', slow);
  const change = (changed: Partial<RunFilter>): void => {
    location.hash = hrefOf({ at: 'runs', filter: { ...filter, ...changed }, cursor: '' });
  };
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <PipelineSelect
        pipelines={pipelines.data?.pipelines.map(({ pipeline }) => pipeline) ?? []}
        chosen={filter.pipeline}
        choose={(pipeline) => change({ pipeline })}
      />
      <label>
        State
        <select value={filter.state} onChange={({ currentTarget }) => change({ state: currentTarget.value })}>
          <option value="">All</option>
          {RUN_STATES.map((state) => (
            <option key={state} value={state}>
              {stateLabel(state)}
            </option>
          ))}
        </select>
      </label>
      <label class="wide">
        File
        <input
          type="text"
          placeholder="raw/train.csv"
          value={filter.key}
          onChange={({ currentTarget }) => change({ key: currentTarget.value.trim() })}
        />
      </label>
      <label>
        From
        <input
          type="datetime-local"
          value={localOf(filter.since)}
          onChange={({ currentTarget }) => change({ since: isoOf(currentTarget.value) })}
        />
      </label>
      <label>
        Until
        <input
          type="datetime-local"
          value={localOf(filter.until)}
          onChange={({ currentTarget }) => change({ until: isoOf(currentTarget.value) })}
        />
      </label>
      {isFiltered ? (
        <button type="button" onClick={() => change(NO_FILTER)}>
          Clear
        </button>
      ) : null}
    </form>
  );
};

/** A time of the viewer's zone as the field gives it, in UTC. */
const isoOf = (local: string): string => (local === '' ? '' : new Date(local).toISOString());

const localOf = (iso: string): string => {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return '';
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
