import type { GlueJobStateChange } from '@glue-relay/shared/events/aws-events';
import type { Cause } from '../domain/journal';
import { metricNames } from '../domain/metrics';
import type { Ports } from '../ports';
import { wakeRun } from './wake-run';

/**
 * A Glue job run changed, says an event. Glue itself is asked what became of it and which attempt it is, so the answer
 * is right even where the event comes before the id of its job run was committed. Runs that are not ours are left alone.
 */
export const receiveGlueEvent = async (
  ports: Ports,
  { jobName, jobRunId }: Pick<GlueJobStateChange, 'jobName' | 'jobRunId'>,
  cause: Cause,
): Promise<void> => {
  const found = await ports.glue.get(jobName, jobRunId);
  if (found?.attempt) {
    const { runId, step, attempt } = found.attempt;
    if (await wakeRun(ports, runId, cause, [{ kind: 'glue-run', step, attempt, glueRun: found.glueRun }])) return;
  }
  ports.telemetry.count(metricNames.foreignGlueEvent);
  ports.telemetry.info('ignored a Glue job run that no run of ours started', { jobName, jobRunId });
};
