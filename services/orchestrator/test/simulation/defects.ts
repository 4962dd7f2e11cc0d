import { kindDefects } from './kind-defects';

/** A deliberate defect: a piece of the engine's source, as it stands there exactly once, and what is put in its place. */
export interface Defect {
  readonly name: string;
  /** Below services/orchestrator/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Only schedules with the real adapters can show it. */
  readonly adapters?: true;
}

const READINESS = '../../../shared/src/pipeline/readiness.ts';

/** Each takes one of the engine's safeguards away; the simulation has to find every one of them. */
export const defects: readonly Defect[] = [
  {
    name: 'the version is not raised, so that no commit sees another',
    file: 'domain/decide.ts',
    from: 'version: run.version + 1',
    to: 'version: run.version',
  },
  {
    name: 'what a lost race decided is acted upon',
    file: 'app/wake-run.ts',
    from: "decision, also);\n  if (outcome !== 'committed') return outcome;",
    to: 'decision, also);',
  },
  {
    name: 'a start comes before its intent is committed',
    file: 'app/wake-run.ts',
    from: `  const outcome = await commit(ports, before, decision, also);
  if (outcome !== 'committed') return outcome;
  const acted = await act(ports, decision.run.runId, decision.effects, await permits);`,
    to: `  const acted = await act(ports, decision.run.runId, decision.effects, await permits);
  const outcome = await commit(ports, before, decision, also);
  if (outcome !== 'committed') return outcome;`,
  },
  {
    name: 'a Glue run that is there already is not adopted',
    file: 'app/act.ts',
    from: 'if (execution) {',
    to: 'if (false) {',
  },
  {
    name: 'an attempt that is taken over counts as never started',
    file: 'domain/attempts.ts',
    from: '{ ...step, mayHaveStarted: true }',
    to: 'step',
  },
  {
    name: 'a start that may have gone through counts as never started',
    file: 'domain/attempts.ts',
    from: 'mayHaveStarted || step.mayHaveStarted ? step.since : null',
    to: 'null',
  },
  {
    name: 'a lease is taken over before it ran out',
    file: 'domain/decide.ts',
    from: 'draft.now >= step.leaseUntil ?',
    to: 'true ?',
  },
  {
    name: 'a start is begun after its lease',
    file: 'app/act.ts',
    from: 'if (ports.clock() >= effect.startBefore) return null;',
    to: '',
  },
  {
    name: 'a run that ends keeps its slot',
    file: 'domain/slots.ts',
    from: "holds ? 'take' : 'release'",
    to: "holds ? 'take' : 'keep'",
  },
  {
    name: 'a run that is admitted takes no slot',
    file: 'domain/slots.ts',
    from: "holds ? 'take' : 'release'",
    to: "holds ? 'keep' : 'release'",
  },
  {
    name: 'a repeated event settles a step again that has ended',
    file: 'domain/observe-step.ts',
    from: "(step.state === 'RUNNING' || step.state === 'STOPPING') && step.executionId === executionId",
    to: "'executionId' in step && step.executionId === executionId",
  },
  {
    name: 'an event of an earlier attempt is taken for the present one',
    file: 'domain/observe-step.ts',
    from: "step.state === 'STARTING' && step.attempt === attempt",
    to: "step.state === 'STARTING'",
  },
  {
    name: 'the sweep wakes nobody',
    file: 'app/sweep.ts',
    from: 'if (wakes.length > 0) await ports.sendWakes(wakes);',
    to: '',
  },
  {
    name: 'a retry more than the rule grants',
    file: 'domain/retry.ts',
    from: 'before >= rule.maxAttempts',
    to: 'before > rule.maxAttempts',
  },
  {
    name: 'a wait for capacity uses up an attempt',
    file: 'domain/attempts.ts',
    from: 'nextAttempt: step.attempt,',
    to: 'nextAttempt: step.attempt + 1,',
  },
  {
    name: 'a step whose conditions cannot be met any more is not skipped',
    file: 'domain/decide.ts',
    from: "return moveStep(draft, name, { state: 'SKIPPED', reason: readiness.reason, endedAt: draft.now });",
    to: 'return draft;',
  },
  {
    name: 'one of several conditions is enough for a step that needs all',
    file: READINESS,
    from: 'return met.length === verdicts.length ?',
    to: 'return met.length > 0 || verdicts.length === 0 ?',
  },
  {
    name: 'a failure branch starts after a success',
    file: READINESS,
    from: "return unsuccessful ? 'met' : 'unmet';",
    to: "return 'met';",
  },
  {
    name: 'a stop is owed but never asked for',
    file: 'app/act.ts',
    from: 'return stop(ports, effect);',
    to: 'return null;',
  },
  {
    name: 'the time limit of a run is not looked at',
    file: 'domain/decide.ts',
    from: 'draft = eachStep(checkRunDeadline(draft), checkStep);',
    to: 'draft = eachStep(draft, checkStep);',
  },
  {
    name: 'a timer that came early is not set again',
    file: 'domain/decide.ts',
    from: "return due.length > 0 ? owe(draft, { type: 'wake', at: Math.min(...due) }) : draft;",
    to: 'return draft;',
  },
  {
    name: 'a run that ends does not wake the next in the queue',
    file: 'domain/decide.ts',
    from: "return owe(ended, { type: 'admit', pipeline: definition.pipeline });",
    to: 'return ended;',
  },
  {
    name: 'the journal lacks the waits of steps',
    file: 'domain/draft.ts',
    from: "journal: [...draft.journal, { kind: 'step',",
    to: "journal: next.state === 'WAITING' ? draft.journal : [...draft.journal, { kind: 'step',",
  },
  {
    name: 'an older version of a key is run after a newer one was taken',
    file: 'app/accept-dataset.ts',
    from: 'newest && isOlder(accepted.dataset, newest.mark) ?',
    to: 'false as boolean && newest ?',
  },
  {
    name: 'a newer version of a key queues by its own time, before an older one',
    file: 'domain/create-run.ts',
    from: 'Math.max(acceptedAt, (after?.place ?? 0) + 1)',
    to: 'acceptedAt',
  },
  {
    name: 'a run that came late displaces a newer one',
    file: 'domain/queue.ts',
    from: 'isBehind(run, newest) && queue.active',
    to: 'queue.active',
  },
  {
    name: 'bad data is retried like any failure',
    file: 'domain/error-class.ts',
    from: "'data' : 'job-failure'",
    to: "'job-failure' : 'job-failure'",
  },
  {
    name: 'a run gives up its place in the queue too early',
    file: 'domain/decide.ts',
    from: 'draft.now < status.giveUpAt',
    to: 'draft.now < status.giveUpAt - 200_000',
  },
  {
    name: 'a command is not recorded with what it changes',
    file: 'app/execute-command.ts',
    from: "verdict.decision, cause, { command: record })) !== 'committed')",
    to: "verdict.decision, cause)) !== 'committed')",
  },
  {
    name: 'the answer that there is nothing to do is not recorded',
    file: 'app/execute-command.ts',
    from: 'return (await ports.store.recordCommand(record)) ? record.answer : null;',
    to: 'return record.answer;',
  },
  {
    name: 'a redrive begins to number attempts anew',
    file: 'domain/redrive.ts',
    from: '{ ...triesOf(run, name), retries: [] }',
    to: '{ attempts: 0, retries: [] }',
  },
  {
    name: 'a redrive takes up what succeeded',
    file: 'domain/redrive.ts',
    from: "run.steps[name]?.state !== 'SUCCEEDED'",
    to: 'true',
  },
  {
    name: 'a cancel of a running run is forgotten',
    file: 'domain/observe-run.ts',
    from: ": beginEnding(draft, { state: 'CANCELLED', error });",
    to: ': draft;',
  },
  {
    name: 'a start is not charged to the limit of the stage',
    file: 'app/limited-starts.ts',
    from: 'store.permitStart(limit, clock());',
    to: 'Promise.resolve(true || store.permitStart(limit, clock()));',
  },
  {
    name: 'a limit that is not one',
    file: 'domain/start-limit.ts',
    from: 'return fullAt <= latestFullAt ?',
    to: 'return fullAt <= latestFullAt + 60_000 ?',
  },
  {
    name: 'an answer to a start counts although another took the attempt over since',
    file: 'domain/observe-step.ts',
    from: 'isStarting(step, fact.attempt) && step.leaseUntil === fact.leaseUntil',
    to: 'isStarting(step, fact.attempt)',
  },
  {
    name: 'a message whose handler threw is taken for done',
    file: '../../../shared/src/lambda/queue-handler.ts',
    from: '      throw error;\n',
    to: '',
  },
  {
    name: 'a batch is given back as a whole where one message failed',
    file: '../../../shared/src/lambda/queue-handler.ts',
    from: '{ context, throwOnFullBatchFailure: false }),',
    to: `{ context, throwOnFullBatchFailure: false }).then((answer) =>
        answer.batchItemFailures.length > 0
          ? { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) }
          : answer),`,
  },
  {
    name: 'events that the bus refused are taken for said',
    file: '../../../shared/src/aws/event-bus.ts',
    from: 'if (answer.FailedEntryCount) throw',
    to: 'if (false) throw',
  },
  {
    name: 'a stream record that could not be said is not asked for again',
    file: 'functions/handlers/publish.ts',
    from: 'failed === null ? [] : [{ itemIdentifier: failed }]',
    to: '[]',
  },
  {
    name: 'the last record of a batch of the stream is skipped',
    file: 'functions/handlers/publish.ts',
    from: 'event.Records.map(streamed)',
    to: '(event.Records.length > 1 ? event.Records.slice(0, -1) : event.Records).map(streamed)',
  },
  {
    name: 'the sweep reads one page of its listings',
    file: 'adapters/run-store.ts',
    from: 'found.push(...(page.Items ?? []).map(read));',
    to: 'if (found.length === 0) found.push(...(page.Items ?? []).map(read));',
    adapters: true,
  },
  {
    name: 'a commit does not ask for the version that it was decided upon',
    file: 'adapters/run-transaction.ts',
    from: "'#version = :decidedUpon'",
    to: "'attribute_exists(pk)'",
    adapters: true,
  },
  {
    name: 'a slot is taken whether one is free or not',
    file: 'adapters/run-transaction.ts',
    from: '(attribute_not_exists(active) OR size(active) < :maxRuns)',
    to: '(attribute_exists(pk) OR attribute_not_exists(pk))',
    adapters: true,
  },
  {
    name: 'a message to people is sent by everyone who hears that it is owed',
    file: 'app/notify.ts',
    from: 'record.leaseUntil > now || !(await ports.notices.claim(record, now + LEASE_MS))',
    to: 'false',
  },
  {
    name: 'an event whose message another is about to send is taken for done',
    file: 'app/notify.ts',
    from: 'LEASE_MS))) throw new OwedNoticeError(record.id);',
    to: 'LEASE_MS))) return;',
  },
  {
    name: 'a deadline is not noted as looked at',
    file: 'app/raise-alerts.ts',
    from: 'if ((await ports.alerts.dropDeadline(runId, now)) && alert)',
    to: 'if (alert)',
  },
  {
    name: 'a deadline is noted as looked at before its alert is said',
    file: 'app/raise-alerts.ts',
    from: 'if (alert) await ports.publish([outgoing(pipelineAlert, alert)]);',
    to: 'await ports.alerts.dropDeadline(runId, now); if (alert) await ports.publish([outgoing(pipelineAlert, alert)]);',
  },
  {
    name: 'an alert that nothing succeeded is not noted as said',
    file: 'app/raise-alerts.ts',
    from: 'if (await ports.alerts.noteTold(pipeline, stretchOf(watch, lastSuccess)))',
    to: 'if (pipeline)',
  },
  {
    name: 'latest.json goes to whichever run succeeded last',
    file: 'domain/latest.ts',
    from: 'current === null || candidate.runId > current.runId',
    to: 'true',
  },
  ...kindDefects,
];
