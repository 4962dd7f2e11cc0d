import { glueCrawlerStateChange, glueJobStateChange, objectCreated } from './aws-events';
import { championDecided } from './champion-decided';
import { datasetAccepted } from './dataset-accepted';
import { datasetRejected } from './dataset-rejected';
import type { EventDefinition } from './define-event';
import { driftFound } from './drift-found';
import { modelEvaluated } from './model-evaluated';
import { pipelineAlert } from './pipeline-alert';
import { republishRequested } from './republish-requested';
import { runCommand } from './run-command';
import { runStateChange } from './run-state-change';
import { stepReported } from './step-reported';
import { stepStateChange } from './step-state-change';
import { sweepCompleted } from './sweep-completed';

/** Every event that services say or hear; a test holds this list against the folder. */
export const EVENTS: readonly EventDefinition<object>[] = [
  datasetAccepted,
  datasetRejected,
  runCommand,
  runStateChange,
  pipelineAlert,
  stepStateChange,
  stepReported,
  sweepCompleted,
  modelEvaluated,
  championDecided,
  driftFound,
  republishRequested,
  objectCreated,
  glueJobStateChange,
  glueCrawlerStateChange,
];
