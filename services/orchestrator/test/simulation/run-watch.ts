import { isTerminalStepState } from '@glue-relay/shared/states';
import { readinessOf } from '../../src/domain/dag';
import type { Run } from '../../src/domain/run';
import { hasEnded } from '../../src/domain/run';
import { isSameKey, isWrittenBefore } from './keys';
import { brokenBeginning } from './scheduled-starts';
import type { Books } from './storage';

type SeenBooks = Pick<Books, 'runs' | 'journalOf' | 'commands'>;

/**
 * Watches from moment to moment that no run or step leaves its end but by a redrive, that a step starts only when its
 * `after` holds, that no pipeline has more runs than it may, and that the versions of a key start in their order.
 */
export const watchRuns = () => {
  const seen = new Map<string, Run>();
  const begun: Run[] = [];
  return (books: SeenBooks, run: Run): string[] => {
    const before = seen.get(run.runId);
    seen.set(run.runId, run);
    const journal = books.journalOf(run.runId);
    const begins = run.status.state === 'RUNNING' && before?.status.state !== 'RUNNING';
    const isAccepted = journal[0]?.cause.type === 'dataset-accepted' && run.redrives === 0;
    const late = begins && isAccepted ? begun.filter((other) => isSameKey(run, other) && isWrittenBefore(run, other)) : [];
    if (begins && isAccepted) begun.push(run);
    const cause = journal.at(-1)?.cause;
    const asked = books.commands().find(({ key }) => cause?.type === 'command' && key === cause.id)?.asked ?? null;
    return [
      ...(before ? brokenMove(before, run, asked) : []),
      ...brokenStarts(before, run),
      ...(begins ? [...brokenLimit(books, run), ...brokenBeginning(run, journal, books.runs())] : []),
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
