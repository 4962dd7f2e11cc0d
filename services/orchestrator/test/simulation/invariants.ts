import { isTerminalStepState } from '@glue-relay/shared/states';
import { attemptIn } from '../../src/domain/arguments';
import { readinessOf } from '../../src/domain/dag';
import type { JournalEntry } from '../../src/domain/journal';
import { replay } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import { hasEnded, isActiveStep, isUnsuccessfulStep } from '../../src/domain/run';
import type { StartLimit } from '../../src/domain/start-limit';
import { isOlder, raisedBy } from '../../src/domain/versions';
import type { MemoryCrawls } from '../twins/aws/memory-crawls';
import type { MemoryJobRuns } from '../twins/aws/memory-job-runs';
import type { Made } from './decisions';
import type { Books } from './storage';

/**
 * Watches from moment to moment that no run or step leaves its end but by a redrive, that a step starts only when its
 * `after` holds, that no pipeline has more runs than it may, and that the versions of a key start in their order.
 */
type SeenBooks = Pick<Books, 'runs' | 'journalOf' | 'commands'>;

export const watchRuns = () => {
  const seen = new Map<string, Run>();
  const begun: Run[] = [];
  return (books: SeenBooks, run: Run): string[] => {
    const before = seen.get(run.runId);
    seen.set(run.runId, run);
    const begins = run.status.state === 'RUNNING' && before?.status.state !== 'RUNNING';
    const isAccepted = books.journalOf(run.runId)[0]?.cause.type === 'dataset-accepted' && run.redrives === 0;
    const late = begins && isAccepted ? begun.filter((other) => isSameKey(run, other) && isWrittenBefore(run, other)) : [];
    if (begins && isAccepted) begun.push(run);
    const cause = books.journalOf(run.runId).at(-1)?.cause;
    const asked = books.commands().find(({ key }) => cause?.type === 'command' && key === cause.id)?.asked ?? null;
    return [
      ...(before ? brokenMove(before, run, asked) : []),
      ...brokenStarts(before, run),
      ...(begins ? brokenLimit(books, run) : []),
      ...late.map(({ runId }) => `${run.runId} started after ${runId}, which has a newer version of its key`),
    ];
  };
};

const brokenMove = (before: Run, after: Run, asked: string | null): string[] => {
  if (hasEnded(before) && after.redrives === before.redrives + 1) return brokenRedrive(before, after, asked);
  const left = Object.entries(before.steps).filter(
    ([name, step]) => isTerminalStepState(step.state) && after.steps[name]?.state !== step.state,
  );
  return [
    ...(hasEnded(before)
      ? [`${before.runId} was changed after its end, from ${before.status.state} to ${after.status.state}`]
      : []),
    ...(after.redrives === before.redrives ? [] : [`${before.runId} was redriven from ${before.status.state}`]),
    ...left.map(([name, step]) => `${before.runId}: ${name} left ${step.state}`),
  ];
};

const brokenRedrive = (before: Run, after: Run, asked: string | null): string[] => {
  const { state } = before.status;
  const [type, , from] = JSON.parse(asked ?? '[]') as (string | null)[];
  const lost = Object.entries(after.steps).filter(
    ([name, step]) => from === null && before.steps[name]?.state === 'SUCCEEDED' && step !== before.steps[name],
  );
  const changed = Object.entries(after.steps).filter(([name, step]) => step.state !== 'PENDING' && step !== before.steps[name]);
  return [
    ...(state === 'SUCCEEDED' || state === 'SUPERSEDED' || after.status.state !== 'QUEUED'
      ? [`${before.runId} went from ${state} to ${after.status.state} by a redrive`]
      : []),
    ...(type === 'redrive' ? [] : [`${before.runId} was redriven without a command`]),
    ...changed.map(([name]) => `${before.runId}: a redrive changed ${name}`),
    ...lost.map(([name]) => `${before.runId}: a redrive took up ${name}, which had succeeded`),
  ];
};

const brokenStarts = (before: Run | undefined, after: Run): string[] =>
  after.definition.steps
    .filter(({ name }) => after.steps[name]?.state === 'STARTING' && (before?.steps[name]?.state ?? 'PENDING') === 'PENDING')
    .filter((definition) => readinessOf(after, definition).kind !== 'ready')
    .map(({ name }) => `${after.runId}: ${name} started before its time`);

const brokenLimit = (store: SeenBooks, run: Run): string[] => {
  const { pipeline, concurrency } = run.definition;
  const active = store.runs().filter(({ definition, status }) => definition.pipeline === pipeline && status.state === 'RUNNING');
  return active.length > concurrency.maxRuns ? [`${active.length} runs of ${pipeline} are active`] : [];
};

/** What the invariants of a schedule's end look at. */
export interface AtRest {
  readonly books: Books;
  readonly glue: MemoryJobRuns;
  readonly crawls: MemoryCrawls;
  readonly decisions: () => readonly Made[];
  readonly limit: StartLimit;
  readonly runIds: readonly string[];
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
    ...runs.flatMap((run) => brokenPolicy(run, runs)),
    ...runs.flatMap((run) => brokenVersion(run, runs)),
    ...brokenJobRuns(glue),
    ...brokenCommands(books, runIds),
  ];
};

/** An answer that is on record is the only one that its key was ever given, but for refusals before; and it is true. */
export const brokenAnswers = ({ books, answers }: AtRest): string[] =>
  books.commands().flatMap(({ key, answer }) => {
    const others = answers.filter((given) => given.key === key && given.answer !== JSON.stringify(answer));
    const untrue = answer.outcome === 'nothing-to-do' && /is (QUEUED|RUNNING)$/.test(answer.reason);
    return [
      ...others
        .filter((given) => JSON.parse(given.answer).outcome !== 'refused')
        .map((given) => `${key} was answered ${given.answer} too`),
      ...(untrue ? [`${key} was told that there is nothing to do, but ${answer.reason}`] : []),
    ];
  });

/** Every command that was done shows exactly once, and nothing shows that no command asked for. */
const brokenCommands = (store: Books, accepted: readonly string[]): string[] => {
  const done = store.commands().filter(({ answer }) => answer.outcome === 'done');
  const of = (type: string, runId: string) =>
    done.filter(({ asked, answer }) => JSON.parse(asked)[0] === type && answer.runId === runId).length;
  return store.runs().flatMap((run) => {
    const redrives = of('redrive', run.runId);
    const starts = of('start', run.runId);
    const entries = store.journalOf(run.runId).flatMap((entry) => (entry.kind === 'run' ? [entry] : []));
    const cancels = entries.filter(
      ({ cause, event }) =>
        cause.type === 'command' && event.error?.startsWith('cancelled by ana') && event.state !== event.previousState,
    );
    const begun = entries.filter(({ event }) => event.state === 'RUNNING' && event.error?.startsWith('cancelled by ana'));
    const cancelled = of('cancel', run.runId);
    return [
      ...(run.redrives === redrives ? [] : [`${run.runId} has ${run.redrives} redrives after ${redrives} commands`]),
      ...(starts === (accepted.includes(run.runId) ? 0 : 1) ? [] : [`${run.runId} has ${starts} starts`]),
      ...(cancelled <= begun.length + cancels.length ? [] : [`${run.runId} does not show ${cancelled} cancels`]),
      ...(cancelled > 0 && run.redrives === 0 && run.status.state !== 'CANCELLED' ? [`${run.runId} was not cancelled`] : []),
    ];
  });
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

const isSameKey = (one: Run, other: Run): boolean =>
  one.definition.pipeline === other.definition.pipeline && one.dataset.key === other.dataset.key;

const isWrittenBefore = (one: Run, other: Run): boolean => isOlder(one.dataset, raisedBy(null, other.dataset));

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

/** Every start was granted, and in no window of time were more granted than burst and rate allow. */
export const brokenLimits = ({ books, glue, crawls, limit: { perSecond, burst } }: AtRest): string[] => {
  const permits = [...books.permits()].sort((one, other) => one - other);
  const unpaid = glue.all().length + crawls.all().length - permits.length;
  const crowded = permits.some((from, first) =>
    permits.slice(first).some((until, index) => index + 1 > burst + ((until - from) / 1000) * perSecond + 1e-6),
  );
  return [
    ...(unpaid > 0 ? [`${unpaid} job runs and crawls were started without leave`] : []),
    ...(crowded ? ['too many starts at once'] : []),
  ];
};

const brokenJobRuns = (glue: MemoryJobRuns): string[] => {
  const attempts = new Map<string, number>();
  for (const { arguments: given } of glue.all()) {
    const attempt = JSON.stringify(attemptIn(given));
    attempts.set(attempt, (attempts.get(attempt) ?? 0) + 1);
  }
  const twice = [...attempts].filter(([, count]) => count > 1).map(([attempt, count]) => `${attempt} was started ${count} times`);
  const left = glue.all().filter((run) => run.completedAt === null);
  return [...twice, ...left.map((run) => `${run.jobRunId} still runs`)];
};
