import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import * as z from 'zod';
import { datasetOfRun } from './datasets';
import { pipelineJobOf, runIdOf } from './names';
import type { EventType, Facet, OpenLineageEvent } from './openlineage';
import { eventOf, facetOf } from './openlineage';

/** The start or end of a run; undefined of every other change, and of a run that never left the queue. */
export const eventOfRun = (change: RunStateChange, namespace: string): OpenLineageEvent | undefined => {
  const moment = momentOf(change);
  return (
    moment &&
    eventOf({
      ...moment,
      run: { runId: runIdOf(namespace, change), facets: moment.eventType === 'START' ? nominalTimeOf(change) : {} },
      job: pipelineJobOf(namespace, change.pipeline),
      inputs: [datasetOfRun(change.dataset)],
    })
  );
};

const momentOf = ({ state, previousState, startedAt, endedAt }: RunStateChange) => {
  if (startedAt === null) return undefined;
  if (state === 'RUNNING') return previousState === 'RUNNING' ? undefined : { eventType: 'START' as const, eventTime: startedAt };
  return endedAt === null ? undefined : { eventType: endOf(state), eventTime: endedAt };
};

const endOf = (state: RunStateChange['state']): EventType => {
  if (state === 'SUCCEEDED') return 'COMPLETE';
  return state === 'CANCELLED' ? 'ABORT' : 'FAIL';
};

/** A schedule's command has the time for which it was due in its key (shared/src/deploy/schedule-template.ts). */
const nominalTimeOf = ({ cause, pipeline }: RunStateChange): { readonly nominalTime?: Facet } => {
  const [, due] = cause?.id.split(`schedule/${pipeline}/`) ?? [];
  if (cause?.type !== 'command' || !z.iso.datetime({ offset: true }).safeParse(due).success) return {};
  return { nominalTime: facetOf('NominalTimeRunFacet', { nominalStartTime: due }) };
};
