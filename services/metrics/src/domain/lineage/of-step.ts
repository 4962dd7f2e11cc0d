import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { attemptIdOf, pipelineJobOf, runIdOf, stepJobOf } from './names';
import type { EventType, Facet, OpenLineageEvent } from './openlineage';
import { eventOf, facetOf } from './openlineage';

/** The start or end of an attempt; undefined of every other change. A gate works on no data. */
export const eventOfStep = (change: StepStateChange, namespace: string): OpenLineageEvent | undefined => {
  const moment = change.kind === 'gate' ? undefined : momentOf(change);
  return (
    moment &&
    eventOf({
      ...moment,
      run: {
        runId: attemptIdOf(namespace, change),
        facets: { parent: parentOf(change, namespace), ...(moment.eventType === 'FAIL' ? errorOf(change) : {}) },
      },
      job: stepJobOf(namespace, change.pipeline, change.step),
    })
  );
};

/** An attempt is RUNNING before it ends; later changes of the step repeat its end. */
const momentOf = ({ state, previousState, startedAt, endedAt }: StepStateChange) => {
  if (startedAt === null) return undefined;
  if (state === 'RUNNING') return { eventType: 'START' as const, eventTime: startedAt };
  const wasWorking = previousState === 'RUNNING' || previousState === 'STOPPING';
  return wasWorking && endedAt !== null ? { eventType: endOf(state), eventTime: endedAt } : undefined;
};

/** WAITING is an attempt that failed and is tried again. */
const endOf = (state: StepStateChange['state']): EventType => {
  if (state === 'SUCCEEDED') return 'COMPLETE';
  return state === 'STOPPED' ? 'ABORT' : 'FAIL';
};

const parentOf = (change: StepStateChange, namespace: string): Facet => {
  const { facets: _, ...job } = pipelineJobOf(namespace, change.pipeline);
  return facetOf('ParentRunFacet', { run: { runId: runIdOf(namespace, change) }, job });
};

/** The class of the job's error only: its text may quote a row, and goes to whoever is told of lineage. */
const errorOf = ({ kind, error, runId, step, attempt }: StepStateChange): { readonly errorMessage?: Facet } => {
  if (kind !== 'glue-job') return {};
  const [errorClass = 'failed'] = /^[A-Za-z_][\w.]*(?:Error|Exception)\b/.exec(error ?? '') ?? [];
  const message = `${errorClass} in step ${step}, attempt ${attempt}; the text: relay run ${runId}`;
  return { errorMessage: facetOf('ErrorMessageRunFacet', { message, programmingLanguage: 'PYTHON' }) };
};
