import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import { distance } from 'fastest-levenshtein';

/** What stands between a header and a pipeline's columns. */
export interface ColumnFaults {
  readonly missing: readonly string[];
  /** Needed columns that the header names more than once. */
  readonly repeated: readonly string[];
  /** Names that the pipeline does not have, where it refuses them. */
  readonly unexpected: readonly string[];
}

/** A column that was probably meant: `found` in the header for `expected` by the pipeline. */
export interface NearMiss {
  readonly expected: string;
  readonly found: string;
}

export const namesOf = ({ columns }: Pick<PipelineInput, 'columns'>): string[] => columns.map(({ name }) => name);

/** Order is free, more columns are fine where the pipeline allows them; names must agree to the letter, as Spark's jobs ask for them. */
export const columnFaultsOf = (
  header: readonly string[],
  input: Pick<PipelineInput, 'columns' | 'extraColumns'>,
): ColumnFaults => {
  const names = namesOf(input);
  return {
    missing: input.columns.filter(({ name, optional }) => !optional && !header.includes(name)).map(({ name }) => name),
    repeated: names.filter((column) => header.filter((name) => name === column).length > 1),
    unexpected: input.extraColumns === 'allow' ? [] : header.filter((name) => !names.includes(name)),
  };
};

export const columnsFit = (header: readonly string[], input: Pick<PipelineInput, 'columns' | 'extraColumns'>): boolean =>
  Object.values(columnFaultsOf(header, input)).every((faults) => faults.length === 0);

/** For each missing column the header's name nearest to it, if near: the same but for case, spaces and about every third letter. */
export const nearMissesOf = (header: readonly string[], missing: readonly string[], columns: readonly string[]): NearMiss[] => {
  const spare = header.filter((name) => !columns.includes(name));
  return missing.flatMap((expected) => {
    const ranked = spare
      .map((found) => ({ found, away: distance(plain(found), plain(expected)) }))
      .filter(({ away }) => away <= Math.max(1, Math.floor(expected.length / 3)))
      .sort((a, b) => a.away - b.away);
    return ranked[0] ? [{ expected, found: ranked[0].found }] : [];
  });
};

/** Whether a first line looks like a row of data: every cell a number, a date or nothing. */
export const looksLikeData = (header: readonly string[]): boolean =>
  header.every((cell) => /^\s*([-+]?[\d.,]+([eE][-+]?\d+)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?)?\s*$/.test(cell));

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '_');
