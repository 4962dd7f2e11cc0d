import type { JournalEntry } from '../../src/domain/journal';
import { replay } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { hasEnded, isActiveStep, isUnsuccessfulStep } from '../../src/domain/run';
import type { StartLimit } from '../../src/domain/start-limit';
import type { MemoryCrawls } from '../twins/aws/memory-crawls';
import type { MemoryJobRuns } from '../twins/aws/memory-job-runs';
import { brokenCommands } from './answers';
import type { Made } from './decisions';
import { isSameKey, isWrittenBefore } from './keys';
import { isScheduledAlone } from './scheduled-starts';
import { brokenJobRuns } from './starts';
import type { Books } from './storage';

/** What the invariants of a schedule's end look at. */
export interface AtRest {
  readonly books: Books;
  readonly glue: MemoryJobRuns;
  readonly crawls: MemoryCrawls;
  readonly decisions: () => readonly Made[];
  readonly limit: StartLimit;
  readonly runIds: readonly string[];
  readonly scheduled: readonly string[];
  readonly answers: readonly { readonly key: string; readonly answer: string }[];
}

/** Invariants that hold once the world has come to rest. */
export const brokenAtRest = ({ books, glue, runIds }: AtRest): string[] => {
  const runs = books.runs();
  const missing = runIds.filter((runId) => !runs.some((run) => run.runId === runId && hasEnded(run)));
  return [
    ...missing.map((runId) => `run ${runId} did not come to an end`),
    ...books.occupied().map((pipeline) => `slots or queue of ${pipeline} are not empty`),
    ...runs.flatMap((run) => brokenRun(run, books.journalOf(run.runId))),
    ...runs.flatMap((run) => (isScheduledAlone(run, books.journalOf(run.runId)) ? [] : brokenPolicy(run, runs))),
    ...runs.flatMap((run) => brokenVersion(run, runs)),
    ...brokenJobRuns(glue),
    ...brokenCommands(books, runIds),
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
    (state === 'CANCELLED' && !run.status.error?.startsWith('cancelled by ana') && (whenBusy !== 'cancel-running' || isNewest));
  const waited =
    run.status.state === 'TIMED_OUT' && run.status.startedAt === null && run.redrives === 0
      ? run.status.endedAt - run.createdAt
      : Infinity;
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

/** Plays the journal and asks whether attempts only grow, and no more often than the rules of the step allow. */
const brokenOrder = (run: Run, journal: readonly JournalEntry[]): string[] => {
  const broken: string[] = [];
  const attempts = new Map<string, number>();
  for (const entry of journal) {
    if (entry.kind === 'run') continue;
    const { step: name, state, previousState, attempt, error } = entry.event;
    const last = attempts.get(name) ?? 0;
    if (attempt < last || (state === 'STARTING' && previousState === 'PENDING' && attempt !== last + 1)) {
      broken.push(`${name} goes from attempt ${last} to ${attempt}`);
    }
    attempts.set(name, attempt);
    if (run.redrives > 0) continue;
    const rules = run.definition.steps.find((step) => step.name === name)?.retry ?? [];
    const retries = rules.reduce((sum, rule) => sum + rule.maxAttempts, 0);
    const named = rules.some(({ on }) => on.includes('data'));
    if (state === 'WAITING' && error?.startsWith('JobDataError') && !named) broken.push(`${name} retried bad data`);
    if (attempt > retries + 1) broken.push(`${name} had attempt ${attempt}`);
  }
  return broken;
};
