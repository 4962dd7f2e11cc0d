import type { Defect } from './defect';

const READINESS = '../../../shared/src/pipeline/readiness.ts';

/** Defects of what a run owes by the states of its steps, and by the time. */
export const stepDefects: readonly Defect[] = [
  {
    name: 'a repeated event settles a step again that has ended',
    file: 'domain/observe-step.ts',
    from: "(step.state === 'RUNNING' || step.state === 'STOPPING') && step.executionId === executionId",
    to: "'executionId' in step && step.executionId === executionId",
  },
  {
    name: 'the sweep wakes nobody',
    file: 'app/sweep.ts',
    from: 'if (wakes.length > 0) await ports.sendWakes(wakes);',
    to: '',
  },
  {
    name: 'the sweep looks once at a run that is due',
    file: 'domain/due.ts',
    from: 'look += gap;',
    to: 'look = Number.POSITIVE_INFINITY;',
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
    name: 'a failure branch starts after a success',
    file: READINESS,
    from: "return unsuccessful ? 'met' : 'unmet';",
    to: "return 'met';",
  },
];
