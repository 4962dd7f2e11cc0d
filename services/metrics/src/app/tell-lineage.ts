import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { StepStateChange } from '@glue-relay/shared/events/step-state-change';
import { eventOfReport, everyStepBefore } from '../domain/lineage/of-report';
import { eventOfRun } from '../domain/lineage/of-run';
import { eventOfStep } from '../domain/lineage/of-step';
import type { OpenLineageEvent } from '../domain/lineage/openlineage';
import { METRICS } from '../metric-names';
import type { LineagePorts } from '../ports';

/** The receiver did not take an event; the message comes again, and at last to the dead letters. */
export class LineageNotTakenError extends Error {
  override readonly name = 'LineageNotTakenError';
}

/** A report whose run or pipeline the service does not know yet. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';
}

/** Tells that a run started or ended. */
export const tellRun = (ports: LineagePorts, namespace: string, change: RunStateChange): Promise<void> =>
  tell(ports, change, eventOfRun(change, namespace));

/** Tells that an attempt of a step started or ended. */
export const tellStep = (ports: LineagePorts, namespace: string, change: StepStateChange): Promise<void> =>
  tell(ports, change, eventOfStep(change, namespace));

/**
 * Tells what an attempt of a step read and wrote.
 *
 * @throws UnknownRunError where the ledger has not entered the run yet, or its pipeline is not deployed any more
 */
export const tellReport = async (ports: LineagePorts, namespace: string, report: StepReported): Promise<void> => {
  const { runId, pipeline, step } = report;
  const [run, definition] = await Promise.all([ports.findRun(runId), ports.findPipeline(pipeline)]);
  if (!run) throw new UnknownRunError(`Run ${runId} is not in the ledger yet`);
  if (!definition) throw new UnknownRunError(`Pipeline ${pipeline} of run ${runId} is not deployed`);
  const before = await Promise.all(everyStepBefore(step, definition).map((name) => ports.findReport(runId, name)));
  const reports = new Map(before.flatMap((found) => (found ? [[found.report.step, found.report] as const] : [])));
  await tell(ports, report, eventOfReport(report, { dataset: run.dataset, definition, reports }, namespace));
};

const tell = async (
  ports: LineagePorts,
  { pipeline, runId }: { readonly pipeline: string; readonly runId: string },
  event: OpenLineageEvent | undefined,
): Promise<void> => {
  if (!event) return ports.count(METRICS.lineageIgnored);
  const { outcome, answer } = await ports.sendLineage({ pipeline, runId, event });
  ports.count(COUNTED[outcome]);
  ports.tell(`lineage ${outcome}`, { runId, pipeline, job: event.job.name, eventType: event.eventType, answer });
  if (outcome !== 'sent') throw new LineageNotTakenError(`The receiver of lineage did not take an event: ${outcome}, ${answer}`);
};

const COUNTED = {
  sent: METRICS.lineageSent,
  refused: METRICS.lineageRefused,
  unanswered: METRICS.lineageUnanswered,
} as const;
