import type { Prices } from '@glue-relay/shared/cost/prices';
import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { PIPELINE_METRICS } from '@glue-relay/shared/pipeline-metrics';
import { attemptCostOf } from '../domain/cost/attempt-cost';
import { METRICS } from '../metric-names';
import type { LedgerPorts } from '../ports';

/** Enters what an ended attempt was billed, once however often and late it is said. */
export const enterAttempt = async (ports: LedgerPorts, prices: Prices, change: StepStateChange): Promise<void> => {
  const cost = attemptCostOf(change, prices);
  if (!cost) return;
  if (!(await ports.enterAttempt(cost))) return ports.count(METRICS.known);
  const { pipeline, step, dollars, succeeded, executionSeconds, runId, attempt } = cost;
  ports.measure(PIPELINE_METRICS.stepSeconds, executionSeconds, { pipeline, step });
  ports.measure(PIPELINE_METRICS.stepDollars, dollars, { pipeline, step });
  ports.measure(PIPELINE_METRICS.dollars, dollars, { pipeline });
  ports.measure(PIPELINE_METRICS.lostDollars, succeeded ? 0 : dollars, { pipeline });
  ports.count(METRICS.entered);
  ports.tell('attempt entered', { runId, pipeline, step, attempt, dollars, succeeded });
};

/** Enters what a run works on and how it stands, and measures its end. */
export const enterRun = async (ports: LedgerPorts, change: RunStateChange): Promise<void> => {
  const { runId, pipeline, sequence, state, createdAt, dataset, codeVersion } = change;
  const run = { runId, pipeline, sequence, state, createdAt, dataset, codeVersion };
  const isNews = await ports.saveRun(run);
  // Also for a repeat: the one who entered the run may have died before this.
  await ports.identifyEvaluations(run);
  if (!isNews) return ports.count(METRICS.known);
  ports.count(METRICS.entered);
  measureEnd(ports, change);
};

const measureEnd = (ports: LedgerPorts, { pipeline, state, startedAt, endedAt }: RunStateChange): void => {
  const isFailed = state === 'FAILED' || state === 'TIMED_OUT';
  if (!isFailed && state !== 'SUCCEEDED') return;
  ports.measure(PIPELINE_METRICS.runSucceeded, isFailed ? 0 : 1, { pipeline });
  ports.measure(PIPELINE_METRICS.runFailed, isFailed ? 1 : 0, { pipeline });
  if (startedAt && endedAt) {
    ports.measure(PIPELINE_METRICS.runSeconds, (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000, { pipeline });
  }
};

/** Counts a rejected file for its pipeline, where it is known which one it was meant for. */
export const enterRejection = async (ports: LedgerPorts, { runId, pipeline }: DatasetRejected): Promise<void> => {
  if (pipeline === null || !(await ports.enterRejection(runId))) return ports.count(METRICS.known);
  ports.measure(PIPELINE_METRICS.fileRejected, 1, { pipeline });
  ports.count(METRICS.entered);
};
