import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import type { RecordedReport } from './recorded-report';

/** What is said of a recorded report: one `Step Reported`, then one `Model Evaluated` for each model. */
export const announcementsOf = ({ report, writtenAt }: RecordedReport): OutgoingEvent[] => {
  const { models, ...step } = report;
  const { pipeline, runId, attempt } = report;
  return [
    outgoing(stepReported, { ...step, recordedAt: writtenAt }),
    ...models.map((model) =>
      outgoing(modelEvaluated, {
        ...model,
        schemaVersion: 1,
        pipeline,
        runId,
        step: report.step,
        attempt,
        evaluatedAt: writtenAt,
      }),
    ),
  ];
};
