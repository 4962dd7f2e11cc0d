import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { columnFaultsOf, looksLikeData, nearMissesOf } from './columns';
import type { OtherSeparator } from './sniff';
import type { Fault } from './verdict';
import { quoted } from './verdict';

/** Header names are cut in messages: a file may have thousands, or one of a megabyte. */
const NAMES_SHOWN = 20;
const NAME_LENGTH_SHOWN = 60;

/** Why a header does not fit the pipeline it is nearest to, as its dropper can act on it. */
export const headerFault = (
  key: string,
  header: readonly string[],
  otherSeparator: OtherSeparator | null,
  pipeline: PipelineDefinition,
): Fault => {
  const { columns } = pipeline.input;
  const { missing, repeated } = columnFaultsOf(header, columns);
  const expected = `the columns ${columns.join(', ')} (any order, more are fine)`;
  if (missing.length === 0) {
    return {
      reason: 'missing-columns',
      message: `${key} names ${quoted(repeated)} more than once in its header, so no job can tell which is meant.`,
      remedy: `Give each column its own name; pipeline ${pipeline.pipeline} expects ${expected}.`,
    };
  }
  if (otherSeparator) {
    return {
      reason: 'not-csv',
      message: `${key} separates its columns by ${otherSeparator}; commas were expected.`,
      remedy: `Export it with commas between the columns and a point in decimals, and drop it again. Pipeline ${pipeline.pipeline} expects ${expected}.`,
    };
  }
  const near = nearMissesOf(header, missing, columns).map(
    ({ found, expected: name }) => `found "${shown(found)}", expected "${name}"`,
  );
  const noHeader =
    missing.length === columns.length && looksLikeData(header) ? ' The first line looks like data, not a header.' : '';
  return {
    reason: 'missing-columns',
    message:
      `${key} has no column ${quoted(missing)}${near.length > 0 ? `: ${near.join('; ')}` : ''}.` +
      `${noHeader} Its header is ${headerShown(header)}.`,
    remedy: `Name ${expected} in the first line, to the letter, and drop the file again.`,
  };
};

/** A header and nothing after it. */
export const noDataRows = (key: string): Fault => ({
  reason: 'no-data-rows',
  message: `${key} has a header and no rows.`,
  remedy: 'Check that the export found data for its period, and drop the file again.',
});

const headerShown = (header: readonly string[]): string => {
  const names = header.slice(0, NAMES_SHOWN).map(shown).join(', ');
  return header.length > NAMES_SHOWN ? `${names} and ${header.length - NAMES_SHOWN} more` : names;
};

const shown = (name: string): string => (name.length > NAME_LENGTH_SHOWN ? `${name.slice(0, NAME_LENGTH_SHOWN)}…` : name);
