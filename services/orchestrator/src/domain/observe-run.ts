import type { Draft } from './draft';
import { moveRun, moveStep, owe } from './draft';
import type { RunObservation } from './observation';
import { isQueued, isRunning } from './queue';
import type { EndedStatus, Ending, SupersededStatus } from './run';

/** Takes a fact about the run's place among its pipeline's runs into account; one that comes late changes nothing. */
export const observeRun = (draft: Draft, observation: RunObservation): Draft => {
  switch (observation.kind) {
    case 'admissible':
      return admit(draft);
    case 'busy':
      return meetBusy(draft, observation.active);
    case 'not-alone':
      return endUnstarted(draft, {
        state: 'SKIPPED',
        error: `run ${observation.runId} was active or waiting when the schedule was due`,
      });
    case 'newer-waits':
      return endUnstarted(draft, {
        state: 'SKIPPED',
        error: `run ${observation.runId}, which is newer, took its place in the queue`,
      });
    case 'newer-taken':
      return endUnstarted(draft, {
        state: 'SUPERSEDED',
        error: `run ${observation.runId} took a newer version of ${draft.run.dataset.key} before this one came`,
        supersededBy: observation.runId,
      });
    case 'cancel-requested':
      return cancel(draft, `cancelled by ${observation.by}: ${observation.reason}`);
    case 'displaced':
      return beginEnding(draft, { state: 'CANCELLED', error: `cancelled for run ${observation.by}, which is newer` });
  }
};

const admit = (draft: Draft): Draft => {
  if (!isQueued(draft.run)) return draft;
  const { timeoutMinutes, pipeline } = draft.run.definition;
  const deadline = draft.now + timeoutMinutes * 60_000;
  const running = moveRun(draft, {
    state: 'RUNNING',
    startedAt: draft.now,
    deadline,
    ending: null,
  });
  return owe(running, { type: 'admit', pipeline });
};

const meetBusy = (draft: Draft, active: readonly string[]): Draft => {
  if (!isQueued(draft.run)) return draft;
  const [oldest] = active;
  switch (draft.run.definition.concurrency.whenBusy) {
    case 'queue':
    case 'latest-only':
      return draft;
    case 'skip':
      return endUnstarted(draft, {
        state: 'SKIPPED',
        error: `the pipeline was busy with ${active.join(', ') || 'runs that wait'}`,
      });
    case 'cancel-running':
      return oldest ? owe(draft, { type: 'displace', runId: oldest }) : draft;
  }
};

/** Ends a run that waits at once, one that runs when Glue has stopped what is active. */
const cancel = (draft: Draft, error: string): Draft =>
  isQueued(draft.run) ? endUnstarted(draft, { state: 'CANCELLED', error }) : beginEnding(draft, { state: 'CANCELLED', error });

type UnstartedEnd =
  | { readonly state: EndedStatus['state']; readonly error: string }
  | Pick<SupersededStatus, 'state' | 'error' | 'supersededBy'>;

/** Ends a run that waits: none of its steps will start. */
export const endUnstarted = (draft: Draft, end: UnstartedEnd): Draft => {
  if (!isQueued(draft.run)) return draft;
  const skipped = draft.run.definition.steps.reduce(
    (changed, { name }) =>
      changed.run.steps[name]?.state === 'PENDING'
        ? moveStep(changed, name, { state: 'SKIPPED', reason: `the run was not started: ${end.error}`, endedAt: draft.now })
        : changed,
    draft,
  );
  const ended = moveRun(skipped, { ...end, startedAt: null, endedAt: draft.now });
  return owe(ended, { type: 'admit', pipeline: draft.run.definition.pipeline });
};

/** Makes a running run end: from here on nothing starts, and what is active is stopped. */
export const beginEnding = (draft: Draft, ending: Ending): Draft => {
  if (!isRunning(draft.run) || draft.run.status.ending) return draft;
  return moveRun(draft, { ...draft.run.status, ending });
};
