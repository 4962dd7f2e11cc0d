import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Millis } from '../run';

/** Where a run's end stands among those of its pipeline: by time, then by id. */
export interface RunEnd {
  readonly runId: string;
  readonly endedAt: Millis;
}

/** The end of a run, as far as it says something about its pipeline's health. */
export interface JudgedEnd extends RunEnd {
  readonly succeeded: boolean;
}

/** Failed runs without a success after them. `openedBy` is the run that people were told of. */
export interface Incident {
  readonly openedBy: RunEnd;
  readonly newest: RunEnd;
  /** Failed runs heard of while it was open. */
  readonly failures: number;
}

/** What is known of a pipeline's runs, whatever the order in which their ends became known. */
export interface PipelineHealth {
  readonly lastSuccess: RunEnd | null;
  readonly incident: Incident | null;
}

export const HEALTHY: PipelineHealth = { lastSuccess: null, incident: null };

/** People are told of `opened` and `recovered`; the incident of `recovered` is the one that it closes. */
export type Verdict =
  | { readonly type: 'opened' | 'continued' | 'recovered'; readonly health: PipelineHealth; readonly incident: Incident }
  | { readonly type: 'succeeded'; readonly health: PipelineHealth }
  | { readonly type: 'old-news' };

/**
 * What the end of a run means for its pipeline's incident. An incident is open exactly while the newest end that is known
 * is a failure, so that late news neither reopens what has recovered nor closes what has failed since. Not for repeats:
 * the caller knows which failures it has judged.
 */
export const judge = (health: PipelineHealth, { succeeded, ...end }: JudgedEnd): Verdict => {
  if (!isAfter(end, health.lastSuccess)) return { type: 'old-news' };
  return succeeded ? afterSuccess(health, end) : afterFailure(health, end);
};

const afterSuccess = ({ incident }: PipelineHealth, end: RunEnd): Verdict => {
  if (!incident) return { type: 'succeeded', health: { lastSuccess: end, incident: null } };
  if (!isAfter(end, incident.newest)) return { type: 'succeeded', health: { lastSuccess: end, incident } };
  return { type: 'recovered', health: { lastSuccess: end, incident: null }, incident };
};

const afterFailure = ({ lastSuccess, incident }: PipelineHealth, end: RunEnd): Verdict => {
  if (!incident) {
    const opened: Incident = { openedBy: end, newest: end, failures: 1 };
    return { type: 'opened', health: { lastSuccess, incident: opened }, incident: opened };
  }
  const newest = isAfter(end, incident.newest) ? end : incident.newest;
  const continued: Incident = { ...incident, newest, failures: incident.failures + 1 };
  return { type: 'continued', health: { lastSuccess, incident: continued }, incident: continued };
};

const isAfter = (one: RunEnd, other: RunEnd | null): boolean =>
  other === null || one.endedAt > other.endedAt || (one.endedAt === other.endedAt && one.runId > other.runId);

/** Null for what says nothing of health: a run under way, cancelled, skipped or superseded ended by someone's wish. */
export const judgedEndOf = ({ runId, state, endedAt, at }: RunStateChange): JudgedEnd | null => {
  switch (state) {
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
      return { runId, endedAt: Date.parse(endedAt ?? at), succeeded: state === 'SUCCEEDED' };
    default:
      return null;
  }
};
