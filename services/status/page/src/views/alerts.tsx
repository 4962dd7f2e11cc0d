import type { JSX } from 'preact';
import type { AlertPage, Pipelines } from '../api/types';
import { slow, steady, useResource } from '../api/use-resource';
import { hrefOf, withSearch } from '../model/route';
import { AlertList } from '../ui/alert-list';
import { Empty, Heading, Panel, Shown } from '../ui/layout';
import { Pager } from '../ui/pager';
import { PipelineSelect } from '../ui/pipeline-select';

/** All alerts, of all pipelines or of one. */
export const Alerts = ({ pipeline, cursor }: { readonly pipeline: string; readonly cursor: string }): JSX.Element => {
  const page = useResource<AlertPage>(withSearch('alerts', { pipeline, cursor, limit: '50' }), steady);
  const pipelines = useResource<Pipelines>('pipelines', slow);
  return (
    <>
      <Heading title="Alerts">
        <p class="muted">Missed deadlines, pipelines without a success for too long, and drift of data or models.</p>
      </Heading>
      <div class="filters">
        <PipelineSelect
          pipelines={pipelines.data?.pipelines.map((known) => known.pipeline) ?? []}
          chosen={pipeline}
          choose={(chosen) => {
            location.hash = hrefOf({ at: 'alerts', pipeline: chosen, cursor: '' });
          }}
        />
      </div>
      <Panel title="What was said" aside="Newest first">
        <Shown of={page}>
          {({ alerts, nextCursor }) => (
            <>
              {alerts.length === 0 ? <Empty>No alert so far.</Empty> : <AlertList alerts={alerts} />}
              <Pager
                cursor={cursor}
                next={nextCursor}
                first={{ at: 'alerts', pipeline, cursor: '' }}
                older={(next) => ({ at: 'alerts', pipeline, cursor: next })}
              />
            </>
          )}
        </Shown>
      </Panel>
    </>
  );
};
