import { CsvError, parse } from 'csv-parse/sync';

/** A row of a sample, and the line of the file in which it begins, from 1. */
export interface SampledRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows that are looked at: enough to tell a habit of the file from a slip in it. */
const SAMPLED_ROWS = 500;

/** The rows after the header; the last is left out where it may have been cut off, or where its quote never closes. */
export const sampleOf = (text: Buffer, whole: boolean): SampledRow[] => {
  const rows: SampledRow[] = [];
  let [line, from] = [1, 0];
  readRecords(text, ',', SAMPLED_ROWS + 1, (cells, { bytes }) => {
    const record = text.subarray(from, bytes).toString('latin1');
    const blank = /^[\r\n]*/.exec(record)?.[0] ?? '';
    if (whole || bytes < text.length) rows.push({ line: line + breaksIn(blank), cells });
    line += breaksIn(record);
    from = bytes;
  });
  return rows.slice(1);
};

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** The first record and the bytes it takes with its line end; undefined where a quote that opens in it never closes. */
export const firstRecord = (text: Buffer, delimiter: string): { cells: string[]; bytes: number } | undefined => {
  let found: { cells: string[]; bytes: number } | undefined;
  readRecords(text, delimiter, 1, (cells, { bytes }) => {
    found = { cells, bytes };
  });
  return found;
};

/** Reads up to so many records, as far as they can be read: a quote that never closes ends the reading. */
const readRecords = (
  text: Buffer,
  delimiter: string,
  count: number,
  take: (cells: string[], end: { readonly bytes: number }) => void,
): void => {
  try {
    parse(text, {
      delimiter,
      to: count,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { bytes }) => {
        take(cells, { bytes });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
};
