import { CsvError, parse } from 'csv-parse/sync';

/** A row of a sample, and the line of the file in which it begins, from 1. */
export interface SampledRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The first record of a file and the bytes up to the end of its line, and the rows after it that are whole. */
export interface Sample {
  readonly header: readonly string[];
  readonly bytes: number;
  readonly rows: readonly SampledRow[];
}

/** Rows that are looked at: enough to tell a habit of the file from a slip in it. */
const SAMPLED_ROWS = 500;

/**
 * The header and the rows after it; a last row that may have been cut off, or whose quote never closes, is left out. Undefined
 * where a quote that opens in the header never closes.
 */
export const sampleOf = (text: Buffer, whole: boolean): Sample | undefined => {
  const rows: SampledRow[] = [];
  let header: Omit<Sample, 'rows'> | undefined;
  let [line, from] = [1, 0];
  readRecords(text, ',', SAMPLED_ROWS + 1, (cells, { bytes }) => {
    const record = text.subarray(from, bytes).toString('latin1');
    const blank = /^[\r\n]*/.exec(record)?.[0] ?? '';
    if (!header) header = { header: cells, bytes };
    else if (whole || bytes < text.length) rows.push({ line: line + breaksIn(blank), cells });
    line += breaksIn(record);
    from = bytes;
  });
  return header && { ...header, rows };
};

/** Into how many cells the first record falls by another delimiter. */
export const widthBy = (text: Buffer, delimiter: string): number => {
  let width = 0;
  readRecords(text, delimiter, 1, (cells) => {
    width = cells.length;
  });
  return width;
};

const breaksIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

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
