import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import type { Evaluation } from './evaluation';
import type { RecordedReport } from './recorded-report';

/** What is said of a recorded report: one `Step Reported`, then one `Model Evaluated` for each model. */
export const announcementsOf = ({ report, writtenAt }: RecordedReport, evaluations: readonly Evaluation[]): OutgoingEvent[] => {
  const { models: _models, ...step } = report;
  return [
    outgoing(stepReported, { ...step, recordedAt: writtenAt }),
    ...evaluations.map((evaluation) => outgoing(modelEvaluated, { schemaVersion: 1, ...evaluation })),
  ];
};
