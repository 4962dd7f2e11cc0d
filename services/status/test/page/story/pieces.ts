import type { Attempt, JournalEntry, Step } from '../../../page/src/api/types';

/** Times of the story, in UTC. */
export const at = (clock: string, day = '2026-11-12'): string => `${day}T${clock}.000Z`;
export const RUN = '20261112T000000Z-3f2a9c41d07b';
export const RUNNING = '20261112T060000Z-77aa9c41d07b';
export const REJECTED = '20261112T050000Z-0c11f2a9de40';
export const CHAMPION = '20261111T000000Z-11aa22bb33cc';
export const BUCKET = 'relay-data-prod-000000000000';
/** A key that would run as script wherever markup is made of it. */
export const EVIL_KEY = 'raw/<img src=x onerror="window.wasRun=true">.csv';

export const attempt = (
  number: number,
  state: string,
  from: string,
  to: string | null,
  error: string | null = null,
): Attempt => ({
  attempt: number,
  state,
  jobRunId: `jr_${number}abcdef0123456789`,
  start: at(from),
  end: to === null ? null : at(to),
  seconds: to === null ? null : (Date.parse(at(to)) - Date.parse(at(from))) / 1000,
  error,
  result: null,
  cost: to === null ? null : { dollars: 0.0147, dpuSeconds: 120 },
  logs: { outputGroup: '/aws-glue/jobs/output', errorGroup: '/aws-glue/jobs/error', stream: `jr_${number}abcdef0123456789` },
});

export const jobNameOf = (step: string): string => `relay-prod-demand-forecast-${step}`;

export const step = (name: string, after: string[], state: string, attempts: Attempt[], rows: Step['rows'] = null): Step => {
  const latest = attempts.at(-1);
  return {
    step: name,
    kind: 'glue-job',
    jobName: jobNameOf(name),
    after,
    state,
    attempts: attempts.length,
    start: latest?.start ?? null,
    end: latest?.end ?? null,
    seconds: latest?.seconds ?? null,
    jobRunId: latest?.jobRunId ?? null,
    error: latest?.error ?? null,
    result: null,
    attemptDetails: attempts,
    rows,
    checks: rows ? [{ name: 'dates are unbroken', passed: true, detail: '731 days, none missing' }] : [],
    durations: rows ? { read: 2.1, write: 3.4 } : {},
    outputs: {},
    cost: latest?.cost ?? null,
    logs: latest?.logs ?? null,
  };
};

export const entry = (
  sequence: number,
  clock: string,
  name: string | null,
  from: string | null,
  to: string,
  cause: string,
  by: string | null = null,
): JournalEntry => ({
  sequence,
  at: at(clock),
  step: name,
  attempt: name === null ? null : 1,
  from,
  to,
  error: null,
  cause: { type: cause, id: `event-${sequence}`, by } as JournalEntry['cause'],
});

export const ROWS = { in: 913_000, out: 912_988, quarantined: 12 };
