import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { amountOf, subjectOf, table } from '@glue-relay/shared/notices/notice';
import type { Place } from './run-notices';
import { linkOf } from './run-notices';

/** Tells that a pipeline broke one of its alerts. */
export const alertNotice = (alert: PipelineAlert, place: Place): Notice => {
  const { stage } = place;
  const { pipeline } = alert;
  switch (alert.kind) {
    case 'deadline-missed':
      return {
        subject: subjectOf(
          `[relay ${stage}] ${pipeline}: a run is ${wordOf[alert.state]} after ${amountOf(alert.deadlineMinutes, 'minute')}`,
        ),
        text: [
          `A run of pipeline ${pipeline} on stage ${stage} has missed its deadline.`,
          table([
            ['run', alert.runId],
            ['state', alert.state],
            ['made or redriven', alert.since],
            ['deadline', `${amountOf(alert.deadlineMinutes, 'minute')} later (alerts.deadlineMinutes in pipeline.yml)`],
          ]),
          `What to do\n- npx relay run ${alert.runId} --stage ${stage}   shows the step that it is at, or that it waits for others\n- The run goes on; timeoutMinutes ends it.`,
          linkOf(alert.runId, place),
        ].join('\n\n'),
      };
    case 'no-success':
      return {
        subject: subjectOf(`[relay ${stage}] ${pipeline}: no success for ${amountOf(alert.noSuccessWithinHours, 'hour')}`),
        text: [
          `No run of pipeline ${pipeline} on stage ${stage} has succeeded for ${amountOf(alert.noSuccessWithinHours, 'hour')}.`,
          table([
            ['since', alert.since],
            ['last success', alert.lastSuccess ? alert.lastSuccess.runId : 'none yet'],
            ['limit', `${amountOf(alert.noSuccessWithinHours, 'hour')} (alerts.noSuccessWithinHours in pipeline.yml)`],
          ]),
          `What to do\n- npx relay runs --pipeline ${pipeline} --stage ${stage}   shows whether runs fail, or no file came\n- No file: ask whoever drops them. GET /runs?state=REJECTED has the files that were not fit to run.`,
          ...(alert.lastSuccess ? [linkOf(alert.lastSuccess.runId, place)] : []),
        ].join('\n\n'),
      };
  }
};

const wordOf = { QUEUED: 'still queued', RUNNING: 'still running' } as const;
