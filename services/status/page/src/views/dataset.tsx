import type { JSX } from 'preact';
import type { Dataset } from '../api/types';
import { useResource } from '../api/use-resource';
import { formatBytes } from '../model/format';
import { withSearch } from '../model/route';
import { isLive } from '../model/state';
import { Heading, Panel, Shown } from '../ui/layout';
import { Pager } from '../ui/pager';
import { RunLines } from '../ui/run-lines';

/** Every version of a file, with its runs or its rejection. */
export const DatasetView = ({ dataset: key, cursor }: { readonly dataset: string; readonly cursor: string }): JSX.Element => {
  const path = withSearch(`datasets/${encodeURIComponent(key)}`, { cursor });
  const dataset = useResource<Dataset>(path, ({ versions }) =>
    versions.some(({ runs }) => runs.some(({ state }) => isLive(state))) ? 'live' : 'steady',
  );
  return (
    <>
      <Heading title={key} />
      <Shown of={dataset}>
        {({ versions, nextCursor }) => (
          <>
            {versions.map(({ bucket, versionId, size, runs }) => (
              <Panel
                key={versionId ?? runs[0]?.runId}
                title={versionId === null ? 'Unversioned' : `Version ${versionId}`}
                aside={`${formatBytes(size)} in ${bucket}`}
              >
                <RunLines caption={`Runs of version ${versionId ?? 'without id'}`} runs={runs} />
              </Panel>
            ))}
            <Pager
              cursor={cursor}
              next={nextCursor}
              first={{ at: 'dataset', key, cursor: '' }}
              older={(next) => ({ at: 'dataset', key, cursor: next })}
            />
          </>
        )}
      </Shown>
    </>
  );
};
