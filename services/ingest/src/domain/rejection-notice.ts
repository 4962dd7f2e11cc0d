import { acceptCommand } from '@glue-relay/shared/accept-command';
import type { DatasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { subjectOf, table } from '@glue-relay/shared/notices/notice';

/** Tells people that a file was rejected, why, and what brings it back. */
export const rejectionNotice = (rejection: DatasetRejected, stage: string): Notice => {
  const { runId, pipeline, dataset, reason, message, remedy, quarantine } = rejection;
  const file = dataset.key.split('/').at(-1) ?? '';
  const facts = table([
    ['file', `s3://${dataset.bucket}/${dataset.key}`],
    ['pipeline', pipeline ?? 'none could be told'],
    ['reason', reason],
    ['rejected', rejection.rejectedAt],
    ['lies in', `s3://${dataset.bucket}/${quarantine?.key ?? dataset.key}`],
  ]);
  const ways = quarantine
    ? [
        `Corrected at its source: drop it again, relay drop FILE --key '${dataset.key}' --stage ${stage}`,
        `The pipeline was corrected: relay quarantine replay ${runId} --stage ${stage}   judges the file anew`,
        `It is fine as it is: ${acceptCommand(rejection)} --stage ${stage}   runs it all the same`,
      ]
    : ['The file was left where it is.'];
  return {
    subject: subjectOf(`[relay ${stage}] ${file} was rejected: ${reason}`),
    text: [message, `${remedy}`, facts, ways.map((way) => `- ${way}`).join('\n')].join('\n\n'),
  };
};
