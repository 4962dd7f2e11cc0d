import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { columnFaultsOf, looksLikeData, namesOf, nearMissesOf } from './columns';
import type { OtherSeparator } from './sniff';
import type { Fault } from './verdict';
import { quoted, shown } from './verdict';

/** A header may have thousands of names. */
const NAMES_SHOWN = 20;

/** Why a header does not fit the pipeline it is nearest to, as its dropper can act on it. */
export const headerFault = (
  key: string,
  header: readonly string[],
  otherSeparator: OtherSeparator | null,
  pipeline: PipelineDefinition,
): Fault => {
  const columns = namesOf(pipeline.input);
  const { missing, repeated, unexpected } = columnFaultsOf(header, pipeline.input);
  const more = pipeline.input.extraColumns === 'allow' ? 'more are fine' : 'no others';
  const named = pipeline.input.columns.map(({ name, optional }) => (optional ? `${name} (may be left out)` : name));
  const expected = `the columns ${named.join(', ')} (any order, ${more})`;
  if (missing.length === 0 && repeated.length > 0) {
    return {
      reason: 'missing-columns',
      message: `${key} names ${quoted(repeated)} more than once in its header, so no job can tell which is meant.`,
      remedy: `Give each column its own name; pipeline ${pipeline.pipeline} expects ${expected}.`,
    };
  }
  if (missing.length === 0) return unexpectedColumns(key, unexpected, pipeline.pipeline, expected);
  if (otherSeparator) {
    return {
      reason: 'not-csv',
      message: `${key} separates its columns by ${otherSeparator}; commas were expected.${SEPARATOR_CAUSE[otherSeparator] ?? ''}`,
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

const SEPARATOR_CAUSE: Partial<Record<OtherSeparator, string>> = {
  semicolons: ' Spreadsheets write them where the language of the computer has a decimal comma.',
};

const unexpectedColumns = (key: string, unexpected: readonly string[], pipeline: string, expected: string): Fault => ({
  reason: 'unexpected-columns',
  message: `${key} has columns that pipeline ${pipeline} does not take: ${headerShown(unexpected)}.`,
  remedy: `Leave them out and drop the file again, or deploy the pipeline with extraColumns: allow. It expects ${expected}.`,
});

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
