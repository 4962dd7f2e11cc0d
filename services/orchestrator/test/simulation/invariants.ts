import { isTerminalStepState } from '@glue-relay/shared/states';
import { attemptIn } from '../../src/domain/arguments';
import { readinessOf } from '../../src/domain/dag';
import type { JournalEntry } from '../../src/domain/journal';
import { replay } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { hasEnded, isActiveStep, isUnsuccessfulStep } from '../../src/domain/run';
import { isOlder, raisedBy } from '../../src/domain/versions';
import { aQueuedRun } from '../factories';
import type { MemoryGlue } from '../twins/memory-glue';
import type { MemoryStore } from '../twins/memory-store';

/** Invariants that hold at every moment. */
export const brokenNow = (store: MemoryStore): string[] => {
  const running = new Map<string, number>();
  return store.runs().flatMap(({ status, definition }) => {
    if (status.state !== 'RUNNING') return [];
    const count = (running.get(definition.pipeline) ?? 0) + 1;
    running.set(definition.pipeline, count);
    return count > definition.concurrency.maxRuns ? [`${count} runs of ${definition.pipeline} are active`] : [];
  });
};

/** Watches from moment to moment that no run or step leaves its end, and that the versions of a key start in their order. */
export const watchRuns = () => {
  const seen = new Map<string, Run>();
  const begun: Run[] = [];
  return (store: MemoryStore): string[] =>
    store.runs().flatMap((run) => {
      const before = seen.get(run.runId);
      if (before === run) return [];
      seen.set(run.runId, run);
      const begins = run.status.state === 'RUNNING' && before?.status.state !== 'RUNNING';
      const late = begins ? begun.filter((other) => isSameKey(run, other) && isWrittenBefore(run, other)) : [];
      if (begins) begun.push(run);
      return [
        ...(before ? brokenMove(before, run) : []),
        ...late.map(({ runId }) => `${run.runId} started after ${runId}, which has a newer version of its key`),
      ];
    });
};

const brokenMove = (before: Run, after: Run): string[] => {
  const left = Object.entries(before.steps).filter(
    ([name, step]) => isTerminalStepState(step.state) && after.steps[name]?.state !== step.state,
  );
  return [
    ...(hasEnded(before)
      ? [`${before.runId} was changed after its end, from ${before.status.state} to ${after.status.state}`]
      : []),
    ...left.map(([name, step]) => `${before.runId}: ${name} left ${step.state}`),
  ];
};

/** Invariants that hold once the world has come to rest. */
export const brokenAtRest = async (store: MemoryStore, glue: MemoryGlue, accepted: readonly string[]): Promise<string[]> => {
  const runs = store.runs();
  const missing = accepted.filter((runId) => !runs.some((run) => run.runId === runId && hasEnded(run)));
  const pipelines = [...new Set(runs.map((run) => run.definition.pipeline))];
  const queues = await Promise.all(pipelines.map((pipeline) => store.queueOf(pipeline)));
  return [
    ...missing.map((runId) => `run ${runId} did not come to an end`),
    ...queues.flatMap(({ active, head }) => (active.length > 0 || head ? [`slots or queue not empty: ${active} ${head}`] : [])),
    ...runs.flatMap((run) => brokenRun(run, store.journalOf(run.runId))),
    ...runs.flatMap((run) => brokenPolicy(run, runs)),
    ...runs.flatMap((run) => brokenVersion(run, runs)),
    ...brokenJobRuns(glue),
  ];
};

const brokenRun = (run: Run, journal: readonly JournalEntry[]): string[] => {
  const steps = Object.entries(run.steps);
  const told = replay(journal);
  const untrue = steps
    .filter(([name, step]) => (told.steps[name] ?? 'PENDING') !== step.state)
    .map(([name]) => `journal of ${name}`);
  const active = steps
    .filter(([, step]) => hasEnded(run) && isActiveStep(step))
    .map(([name]) => `${name} is active after the end`);
  const failed = steps.some(([, step]) => isUnsuccessfulStep(step));
  const wrongEnd = (run.status.state === 'SUCCEEDED' && failed) || (run.status.state === 'FAILED' && !failed);
  const pending = steps
    .filter(([, step]) => hasEnded(run) && step.state === 'PENDING')
    .map(([name]) => `${name} is pending after the end`);
  return [
    ...untrue,
    ...active,
    ...pending,
    ...(told.run === run.status.state ? [] : ['journal of the run']),
    ...(wrongEnd ? [`${run.status.state} with failed steps: ${failed}`] : []),
    ...brokenOrder(run, journal),
  ].map((broken) => `${run.runId}: ${broken}`);
};

/** A run ends by its pipeline's policy only where that policy may end it so. */
const brokenPolicy = (run: Run, runs: readonly Run[]): string[] => {
  const { state } = run.status;
  const { whenBusy, queueTimeoutMinutes } = run.definition.concurrency;
  const others = runs.filter((other) => other !== run && other.definition.pipeline === run.definition.pipeline);
  const isNewest = others.every(
    (other) =>
      other.status.state === 'SUPERSEDED' || other.place < run.place || (other.place === run.place && other.runId < run.runId),
  );
  const wrong =
    (state === 'SKIPPED' && (whenBusy === 'queue' || others.length === 0 || (whenBusy !== 'skip' && isNewest))) ||
    (state === 'CANCELLED' && (whenBusy !== 'cancel-running' || isNewest));
  const waited =
    run.status.state === 'TIMED_OUT' && run.status.startedAt === null ? run.status.endedAt - run.createdAt : Infinity;
  return [
    ...(wrong ? [`${run.runId} is ${state} under ${whenBusy}${isNewest ? ' although it is the newest' : ''}`] : []),
    ...(waited < queueTimeoutMinutes * 60_000 ? [`${run.runId} gave up its place in the queue after ${waited} ms`] : []),
  ];
};

/** Only a run whose data is older than another's of its key is superseded, by a run that was taken. */
const brokenVersion = (run: Run, runs: readonly Run[]): string[] => {
  if (run.status.state !== 'SUPERSEDED') return [];
  const { supersededBy } = run.status;
  const newer = runs.some((other) => other.status.state !== 'SUPERSEDED' && isSameKey(run, other) && isWrittenBefore(run, other));
  const by = runs.find(({ runId }) => runId === supersededBy);
  const taken = by && by.status.state !== 'SUPERSEDED' && isSameKey(run, by);
  return newer && taken ? [] : [`${run.runId} is superseded by ${supersededBy} without reason`];
};

const isSameKey = (one: Run, other: Run): boolean =>
  one.definition.pipeline === other.definition.pipeline && one.dataset.key === other.dataset.key;

const isWrittenBefore = (one: Run, other: Run): boolean => isOlder(one.dataset, raisedBy(null, other.dataset));

/** Plays the journal and asks, at each first start of a step, whether its `after` held then. */
const brokenOrder = (run: Run, journal: readonly JournalEntry[]): string[] => {
  const broken: string[] = [];
  let then: Run = aQueuedRun(run.definition);
  for (const entry of journal) {
    if (entry.kind === 'run') continue;
    const { step: name, state, previousState } = entry.event;
    const definition = run.definition.steps.find((step) => step.name === name);
    if (previousState === 'PENDING' && state === 'STARTING' && definition && readinessOf(then, definition).kind !== 'ready') {
      broken.push(`${name} started before its time`);
    }
    const retries = definition?.retry.reduce((sum, rule) => sum + rule.maxAttempts, 0) ?? 0;
    const { error } = entry.event;
    const named = definition?.retry.some(({ on }) => on.includes('data')) ?? false;
    if (state === 'WAITING' && error?.startsWith('JobDataError') && !named) broken.push(`${name} retried bad data`);
    if (entry.event.attempt > retries + 1) broken.push(`${name} had attempt ${entry.event.attempt}`);
    then = { ...then, steps: { ...then.steps, [name]: { state } as Run['steps'][string] } };
  }
  return broken;
};

const brokenJobRuns = (glue: MemoryGlue): string[] => {
  const attempts = new Map<string, number>();
  for (const { arguments: given } of glue.jobRuns()) {
    const attempt = JSON.stringify(attemptIn(given));
    attempts.set(attempt, (attempts.get(attempt) ?? 0) + 1);
  }
  const twice = [...attempts].filter(([, count]) => count > 1).map(([attempt, count]) => `${attempt} was started ${count} times`);
  const left = glue.jobRuns().filter((run) => run.completedAt === null);
  return [...twice, ...left.map((run) => `${run.jobRunId} still runs`)];
};
