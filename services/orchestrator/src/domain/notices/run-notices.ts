import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { amountOf, shortened, subjectOf, table } from '@glue-relay/shared/notices/notice';
import type { Run } from '../run';
import { definitionOf, isUnsuccessfulStep } from '../run';
import type { Incident } from './incident';

/** Where a message is about and where its reader looks further; the address is that of the status API, where there is one. */
export interface Place {
  readonly stage: string;
  readonly statusUrl: string | null;
}

/** The step that ended a run, the first where several failed. */
export interface FailedStep {
  readonly step: string;
  readonly attempt: number;
  /** Null where it is no Glue job, or never began. */
  readonly jobRunId: string | null;
  readonly error: string;
}

/** Null where no step failed: a run may time out in the queue or between two steps. */
export const failedStepOf = (run: Run): FailedStep | null => {
  const failed = Object.entries(run.steps).flatMap(([name, step]) => (isUnsuccessfulStep(step) ? [{ name, step }] : []));
  const [first] = failed.sort((one, other) => one.step.endedAt - other.step.endedAt);
  if (!first) return null;
  const { attempt, executionId, error } = first.step;
  const jobRunId = definitionOf(run, first.name).kind === 'glue-job' ? executionId : null;
  return { step: first.name, attempt, jobRunId, error };
};

/** Tells that an incident has begun, with what its first failed run left. */
export const failureNotice = (change: RunStateChange, failed: FailedStep | null, place: Place): Notice => {
  const { pipeline, runId, dataset } = change;
  const how = change.state === 'TIMED_OUT' ? 'timed out' : 'failed';
  const where = failed ? `${failed.step}, attempt ${failed.attempt}` : null;
  return {
    subject: subjectOf(`[relay ${place.stage}] ${pipeline} ${how}${where ? `: step ${where}` : ''}`),
    text: [
      `Pipeline ${pipeline} ${how} on stage ${place.stage}.`,
      table([
        ['run', runId],
        ['data set', `s3://${dataset.bucket}/${dataset.key}`],
        ['step', where],
        ['job run', failed?.jobRunId ?? null],
        ['ended', change.endedAt ?? change.at],
        ['error', shortened(change.error ?? failed?.error ?? 'none was given')],
      ]),
      ['What to do', ...remedies(change, failed, place.stage).map((line) => `- ${line}`)].join('\n'),
      linkOf(runId, place),
      'Further failed runs of this pipeline send no message until a run succeeds; then one says that it has recovered.',
    ].join('\n\n'),
  };
};

/** Tells that an incident is over. */
export const recoveryNotice = (change: RunStateChange, { openedBy, failures }: Incident, place: Place): Notice => {
  const { pipeline, runId } = change;
  return {
    subject: subjectOf(`[relay ${place.stage}] ${pipeline} recovered after ${amountOf(failures, 'failed run')}`),
    text: [
      `Pipeline ${pipeline} has recovered on stage ${place.stage}.`,
      table([
        ['run', runId],
        ['data set', `s3://${change.dataset.bucket}/${change.dataset.key}`],
        ['ended', change.endedAt ?? change.at],
        ['failed runs', String(failures)],
        ['first failed', `${openedBy.runId}, ended ${new Date(openedBy.endedAt).toISOString()}`],
      ]),
      'What to do\n- Nothing for this run. Failed runs are not run again by themselves: where they are needed, npx relay redrive RUN_ID --stage ' +
        `${place.stage}, or drop their files again.`,
      linkOf(runId, place),
    ].join('\n\n'),
  };
};

const remedies = (change: RunStateChange, failed: FailedStep | null, stage: string): string[] => [
  `npx relay run ${change.runId} --stage ${stage}   shows every step and its error`,
  ...(failed?.jobRunId ? [`npx relay logs ${change.runId} ${failed.step} --stage ${stage}   shows what the step printed`] : []),
  failed?.error.includes('JobDataError')
    ? 'The data did not pass the checks of the job: mend the file and drop it again.'
    : change.state === 'TIMED_OUT'
      ? `Look why it was slow, or raise timeoutMinutes in pipeline.yml; then ${redriveOf(change, stage)}`
      : `Mend the cause, then ${redriveOf(change, stage)}`,
];

const redriveOf = ({ runId }: RunStateChange, stage: string): string => `npx relay redrive ${runId} --stage ${stage}`;

/** Where status shows the run. */
export const linkOf = (runId: string, { statusUrl }: Place): string =>
  statusUrl ? `Status: ${statusUrl}/runs/${runId}` : 'This stage has no status API, thus no link.';
