import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { EventDefinition } from '@glue-relay/shared/events/define-event';
import { isEvent, parseEvent } from '@glue-relay/shared/events/define-event';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { asOriginal } from '@glue-relay/shared/events/replay';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import { alertOfBreach, alertOfDrift } from './alert';
import { projectBatch } from './batch-member';
import type { Change } from './changes';
import { HEALTH, PART } from './places';
import { alertChange, projectDecision, projectEvaluation, projectReport } from './project-quality';
import { projectRejection, projectRun, projectStep } from './project-run';

/** Every change that an event or its replay makes; none for an event that the read model has no use for. Pure, and free of order. */
export const changesOf = (received: unknown): readonly Change[] => {
  const event = asOriginal(received);
  return PROJECTIONS.find(({ fits }) => fits(event))?.project(event) ?? [];
};

const projection = <Detail>(definition: EventDefinition<Detail>, project: (detail: Detail) => readonly Change[]) => ({
  fits: (received: unknown): boolean => isEvent(definition, received),
  project: (received: unknown): readonly Change[] => project(parseEvent(definition, received).detail),
});

const PROJECTIONS = [
  projection(runStateChange, projectRun),
  projection(stepStateChange, projectStep),
  projection(stepReported, projectReport),
  projection(modelEvaluated, projectEvaluation),
  projection(championDecided, projectDecision),
  projection(datasetRejected, projectRejection),
  projection(datasetAccepted, projectBatch),
  projection(pipelineAlert, (detail) => alertChange(alertOfBreach(detail))),
  projection(driftFound, (detail) => alertChange(alertOfDrift(detail))),
  projection(sweepCompleted, (detail) => [
    { kind: 'put', place: { collection: HEALTH, id: `${PART.sweep}${detail.service}` }, version: detail.at, value: detail },
  ]),
];
