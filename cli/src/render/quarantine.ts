import { acceptCommand } from '@glue-relay/shared/accept-command';
import type { Entry } from '../quarantine/entries';
import type { ReleaseAnswer } from '../quarantine/release';
import { age, bytes, moment } from './format';
import { table } from './table';

/** Files in the quarantine, one per line. */
export const quarantineTable = (entries: readonly Entry[], now: Date): string =>
  table(
    [
      { head: 'RUN' },
      { head: 'REASON' },
      { head: 'PIPELINE' },
      { head: 'REJECTED' },
      { head: 'SIZE', align: 'right' },
      { head: 'FILE' },
      { head: 'PUT BACK' },
    ],
    entries.map(({ sidecar, release }) => [
      sidecar.runId,
      sidecar.reason,
      sidecar.pipeline ?? '-',
      age(sidecar.rejectedAt, now),
      bytes(sidecar.quarantined.size),
      sidecar.original.key,
      release?.released?.runId ?? '-',
    ]),
    'Nothing is in quarantine.',
  );

/** One file: what is wrong, what to do, where it lies. */
export const entryText = ({ sidecar, release }: Entry, bucket: string, now: Date): string => {
  const { runId, pipeline, reason, message, remedy, rejectedAt, original, quarantined } = sidecar;
  const facts = [
    ['Run', runId],
    ['Pipeline', pipeline ?? 'none could be told'],
    ['Reason', reason],
    ['Rejected', moment(rejectedAt, now)],
    ['File', `s3://${bucket}/${original.key} (version ${original.versionId ?? 'none'})`],
    ['Lies in', `s3://${bucket}/${quarantined.key}`],
    ['Size', `${bytes(quarantined.size)}, ${quarantined.checksum.algorithm} ${quarantined.checksum.value}`],
  ].map(([name = '', value = '']) => `${name.padEnd(9)} ${value}`);
  const next = release?.released
    ? `Put back by ${release.requestedBy} (${release.how}), ${moment(release.requestedAt, now)}: run ${release.released.runId}.`
    : `Judge it anew: \`npx relay quarantine replay ${runId}\`. Run it as it is: \`npx ${acceptCommand(sidecar)}\`.`;
  return `${[...facts, '', message, `What to do: ${remedy}`, next].join('\n')}\n`;
};

/** What became of a wish to put a file back. */
export const releaseText = ({ outcome, release }: ReleaseAnswer): string => {
  const { key, how, requestedBy, requestedAt, released } = release;
  const follow = `follow it with \`npx relay run ${released.runId}\`.`;
  if (outcome === 'nothing-to-do')
    return `Nothing to do: ${requestedBy} put it back (${how}) at ${requestedAt}, as run ${released.runId}; ${follow}\n`;
  const what = how === 'accept' ? 'and runs as it is' : 'and is judged anew';
  return `${key} is back ${what}. Run ${released.runId}: ${follow}\n`;
};
