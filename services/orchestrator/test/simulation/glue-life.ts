import { glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import type { ExecutionState } from '../../src/domain/observation';
import { MINUTE } from '../factories';
import type { MemoryJobRuns, StoredJobRun } from '../twins/aws/memory-job-runs';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

/** How a Glue run ends, and what Glue says of it. */
const outcomes: readonly (readonly [ExecutionState, string | null])[] = [
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['SUCCEEDED', null],
  ['FAILED', 'ValueError: no'],
  ['FAILED', 'JobDataError: no rows'],
  ['TIMEOUT', null],
  ['ERROR', null],
  ['ERROR', 'ThrottlingException: Rate exceeded'],
  ['STOPPED', null],
];

/** Share of Glue's events that never arrive, arrive twice, or come late. */
export interface EventRates {
  readonly lost: number;
  readonly twice: number;
  readonly late: number;
}

export interface GlueLifeOptions {
  readonly random: Random;
  readonly time: Scheduler;
  readonly glue: () => MemoryJobRuns;
  /** Share of job runs that never end by themselves. */
  readonly hangs: number;
  readonly events: EventRates;
  readonly announce: (event: { readonly source: string; readonly 'detail-type': string; readonly detail: unknown }) => void;
}

/** The longest that Glue takes to stop a job run, in ms. */
const LONGEST_STOP_MS = 20_000;

/** Lets job runs end, by themselves or as they are stopped, and says so, as well as Glue does. */
export const glueLife = ({ random, time, glue, hangs, events, announce }: GlueLifeOptions) => {
  const end = ({ jobName, jobRunId }: StoredJobRun, state: ExecutionState, message: string | null): void => {
    if (!glue().move(jobRunId, state, message) || random.chance(events.lost)) return;
    const { source, detailType } = glueJobStateChange;
    const event = { source, 'detail-type': detailType, detail: { jobName, jobRunId, state } };
    for (let copies = random.chance(events.twice) ? 2 : 1; copies > 0; copies -= 1) {
      const late = random.chance(events.late) ? random.between(1, 600) * 1000 : random.between(0, 50);
      time.at(time.now() + late, () => announce(event));
    }
  };
  const onStart = (jobRun: StoredJobRun): void => {
    const isHanging = random.chance(hangs);
    const endsAt = time.now() + random.between(1, 5 * MINUTE);
    const [state, message] = random.pick(outcomes);
    if (!isHanging) time.at(endsAt, () => end(jobRun, state, message));
  };
  const onStop = (jobRun: StoredJobRun): void =>
    time.at(time.now() + random.between(0, LONGEST_STOP_MS), () => end(jobRun, 'STOPPED', null));
  return { onStart, onStop };
};
