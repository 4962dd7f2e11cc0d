import type { AfterCondition, StepDefinition } from '@glue-relay/shared/pipeline/step-definition';
import type { StepState } from '@glue-relay/shared/states';
import { attemptIn } from '../../src/domain/arguments';
import type { JournalEntry } from '../../src/domain/journal';
import type { Run } from '../../src/domain/run';
import type { MemoryJobRuns } from '../twins/aws/memory-job-runs';
import type { AtRest } from './invariants';

/**
 * What a journal must tell of a run, said again without the engine's own rules: a defect in those would else be
 * measured by itself.
 */
export const brokenStories = ({ books, glue }: AtRest): string[] =>
  books.runs().flatMap((run) => {
    const journal = books.journalOf(run.runId);
    return [...brokenBeginnings(run, journal), ...brokenAttempts(run, journal, glue), ...brokenDeadline(run)].map(
      (broken) => `${run.runId}: ${broken}`,
    );
  });

/** A step starts when its conditions hold and is skipped when they cannot, in the moment in which that is decided, until its run is made to end. */
const brokenBeginnings = (run: Run, journal: readonly JournalEntry[]): string[] => {
  // Who was redriven may have had another definition before; the watcher of moments looks at its starts.
  if (!('startedAt' in run.status) || run.status.startedAt === null || run.redrives > 0) return [];
  const broken: string[] = [];
  const states: Record<string, StepState> = {};
  const endedAt: Record<string, number> = {};
  let ends = false;
  for (const entry of journal) {
    if (entry.kind === 'run') {
      ends ||= entry.event.state === 'RUNNING' && entry.event.error !== null;
      continue;
    }
    const { step: name, state, previousState } = entry.event;
    const at = Date.parse(entry.event.at);
    const definition = run.definition.steps.find((step) => step.name === name);
    if (definition && previousState === 'PENDING' && !ends) {
      const verdict = verdictOf(definition, states);
      const decidedAt = Math.max(0, ...definition.after.map(({ step }) => endedAt[step] ?? Number.POSITIVE_INFINITY));
      if (state === 'STARTING' && verdict !== 'holds') broken.push(`${name} started although its conditions did not hold`);
      if (state === 'SKIPPED' && verdict === 'holds') broken.push(`${name} was skipped although its conditions held`);
      if (state === 'SKIPPED' && verdict === 'open') broken.push(`${name} was skipped too early`);
      if (at > decidedAt && definition.after.length > 0) broken.push(`${name} was ${state} ${at - decidedAt} ms late`);
    }
    states[name] = state;
    if (isEnd(state)) endedAt[name] = at;
  }
  return broken;
};

const verdictOf = ({ after, fanIn }: StepDefinition, states: Readonly<Record<string, StepState>>): 'holds' | 'never' | 'open' => {
  const known = after.map(({ step, on }) => (isEnd(states[step]) ? meets[on].includes(states[step] ?? 'PENDING') : null));
  if (fanIn === 'any' && after.length > 0) {
    if (known.includes(true)) return 'holds';
    return known.includes(null) ? 'open' : 'never';
  }
  if (known.includes(false)) return 'never';
  return known.includes(null) ? 'open' : 'holds';
};

const failures: readonly StepState[] = ['FAILED', 'TIMED_OUT', 'STOPPED'];
const meets: Readonly<Record<AfterCondition, readonly StepState[]>> = {
  success: ['SUCCEEDED'],
  failure: failures,
  always: ['SUCCEEDED', ...failures, 'SKIPPED'],
};
const isEnd = (state: StepState | undefined): boolean => state !== undefined && meets.always.includes(state);

/** A step goes on from attempt to attempt, and a job run that the journal names is one that was started for that very attempt. */
const brokenAttempts = (run: Run, journal: readonly JournalEntry[], glue: MemoryJobRuns): string[] => {
  const latest: Record<string, number> = {};
  return journal.flatMap((entry) => {
    if (entry.kind === 'run') return [];
    const { step, attempt, jobRunId } = entry.event;
    const before = latest[step] ?? 0;
    latest[step] = attempt;
    if (attempt > 0 && attempt < before) return [`${step} went back from attempt ${before} to ${attempt}`];
    if (jobRunId === null) return [];
    const started = glue.all().find((jobRun) => jobRun.jobRunId === jobRunId);
    const owner = started ? attemptIn(started.arguments) : null;
    const own = owner?.runId === run.runId && owner.step === step && owner.attempt === attempt;
    return own ? [] : [`${step} #${attempt} has ${jobRunId}, which is of ${JSON.stringify(owner)}`];
  });
};

/** The sweep looks every two minutes, and its handlers may crash and stall; a run outlives its time by so much at most. */
const DEADLINE_SLACK_MS = 20 * 60_000;

const brokenDeadline = ({ status, definition }: Run): string[] => {
  if (!('endedAt' in status) || status.startedAt === null) return [];
  const over = status.endedAt - status.startedAt - definition.timeoutMinutes * 60_000;
  return over > DEADLINE_SLACK_MS ? [`it outlived its time by ${Math.round(over / 60_000)} minutes`] : [];
};
