import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { eventOfReport } from '../../src/domain/lineage/of-report';
import { eventOfRun } from '../../src/domain/lineage/of-run';
import { eventOfStep } from '../../src/domain/lineage/of-step';

const NAMESPACE = 'relay-prod.eu-central-1.123456789012';
const run = runStateChange.example;
const { runId } = stepReported.example;
const clean = {
  ...stepReported.example,
  step: 'clean',
  outputs: { processed: `s3://data/processed/demand-forecast/run_id=${runId}` },
  profile: [{ column: 'sales', missing: 1, rows: 5, bins: [] }],
};
const due = { type: 'command' as const, id: 'schedule/demand-forecast/2026-11-12T06:30:00Z', by: 'schedule' };

/** Events of every kind, with every facet that is sent. */
export const SAMPLES = [
  eventOfRun({ ...run, cause: due }, NAMESPACE),
  eventOfRun({ ...run, state: 'CANCELLED', previousState: 'RUNNING', endedAt: '2026-11-12T00:01:00.000Z' }, NAMESPACE),
  eventOfStep(stepStateChange.example, NAMESPACE),
  eventOfStep({ ...stepStateChange.example, state: 'FAILED', error: 'ValueError: no number' }, NAMESPACE),
  eventOfReport(clean, { dataset: run.dataset, definition: examplePipeline, reports: new Map() }, NAMESPACE),
];
