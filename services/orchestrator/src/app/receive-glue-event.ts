import type { GlueCrawlerStateChange, GlueJobStateChange } from '@glue-relay/shared/events/aws-events';
import { pipelinesInCrawlerName } from '@glue-relay/shared/pipeline/names';
import type { Cause } from '../domain/journal';
import { metricNames } from '../domain/metrics';
import type { Run } from '../domain/run';
import { definitionOf, isActiveStep } from '../domain/run';
import type { FindJobRun, Ports } from '../ports';
import { wakeRun } from './wake-run';

/** What Glue's events need beside the engine's ports. */
export interface GlueEventPorts extends Ports {
  readonly findJobRun: FindJobRun;
  readonly stage: string;
}

/**
 * A Glue job run changed, says an event. Glue itself is asked what became of it and which attempt it is, so the answer
 * is right even where the event comes before the id of its job run was committed. Runs that are not ours are left alone.
 */
export const receiveJobEvent = async (
  ports: GlueEventPorts,
  { jobName, jobRunId }: Pick<GlueJobStateChange, 'jobName' | 'jobRunId'>,
  cause: Cause,
): Promise<void> => {
  const found = await ports.findJobRun(jobName, jobRunId);
  if (found?.attempt) {
    const { runId, step, attempt } = found.attempt;
    if (await wakeRun(ports, runId, cause, [{ kind: 'execution', step, attempt, execution: found.execution }])) return;
  }
  ports.telemetry.count(metricNames.foreignGlueEvent);
  ports.telemetry.info('ignored a Glue job run that no run of ours started', { jobName, jobRunId });
};

/**
 * A crawl changed, says an event, which names the crawler only. Whoever may wait for it holds a slot of its pipeline: those runs
 * are looked at, so many as a pipeline has slots, and the ones with an active step of that crawler are woken.
 */
export const receiveCrawlerEvent = async (
  ports: GlueEventPorts,
  { crawlerName }: Pick<GlueCrawlerStateChange, 'crawlerName'>,
  cause: Cause,
): Promise<void> => {
  const queues = await Promise.all(pipelinesInCrawlerName(ports.stage, crawlerName).map((name) => ports.store.queueOf(name)));
  const runs = await Promise.all(queues.flatMap(({ active }) => active).map((runId) => ports.store.load(runId)));
  const waiting = runs.filter((run): run is Run => run !== null && waitsFor(run, crawlerName));
  for (const { runId } of waiting) await wakeRun(ports, runId, cause);
  if (waiting.length > 0) return;
  ports.telemetry.count(metricNames.foreignGlueEvent);
  ports.telemetry.info('ignored a crawl that no run of ours waits for', { crawlerName });
};

const waitsFor = (run: Run, crawlerName: string): boolean =>
  Object.entries(run.steps).some(([name, step]) => {
    const definition = definitionOf(run, name);
    return definition.kind === 'crawler' && definition.crawlerName === crawlerName && isActiveStep(step);
  });
