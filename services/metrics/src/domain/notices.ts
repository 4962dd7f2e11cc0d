import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { amountOf, shortened, subjectOf, table } from '@glue-relay/shared/notices/notice';

/** Tells of the drift that one report of a run showed. */
export const driftNotice = (stage: string, found: readonly [DriftFound, ...DriftFound[]]): Notice => {
  const [{ pipeline, runId }] = found;
  return {
    subject: subjectOf(`[relay ${stage}] ${pipeline}: drift in ${amountOf(found.length, 'figure')} of a run`),
    text: [
      `A run of pipeline ${pipeline} on stage ${stage} lies outside what the runs before it lead to expect.`,
      found.map(({ message }) => `- ${message}`).join('\n'),
      table([['run', runId]]),
      `What to do\n- npx relay drift --pipeline ${pipeline} --stage ${stage}   shows every finding with its limits\n- Where the data has changed for good, do nothing: the limits move with the runs that come.`,
    ].join('\n\n'),
  };
};

/** Tells that a report could not be read and where it lies now. */
export const quarantineNotice = (stage: string, key: string, fault: string, quarantinedAs: string): Notice => ({
  subject: subjectOf(`[relay ${stage}] a job's report is in quarantine: ${key}`),
  text: [
    `A report written on stage ${stage} is none that can be recorded. The run itself is not affected.`,
    table([
      ['report', key],
      ['quarantine', quarantinedAs],
      ['fault', shortened(fault)],
    ]),
    'What to do\n- Mend the job: relay_job.report writes the right shape.\n- Put the corrected object at the same key; it is recorded then.',
  ].join('\n\n'),
});
