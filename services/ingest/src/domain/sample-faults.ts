import type { Column } from '@glue-relay/shared/pipeline/input';
import type { SampledRow } from './records';
import { fits, kindOf, typeShown } from './values';
import type { Fault } from './verdict';
import { shown } from './verdict';

/** Wrong columns that a message names; the rest are counted. */
const COLUMNS_SHOWN = 5;

/**
 * Why the sampled rows do not fit, as a whole: most have another number of cells than the header, or most values of a column
 * are not of its type. Single rows that do not fit are the clean step's to put aside, not a reason to keep the others from running.
 */
export const sampleFault = (
  key: string,
  header: readonly string[],
  rows: readonly SampledRow[],
  columns: readonly Column[],
): Fault | null => raggedRows(key, header, rows) ?? wrongTypes(key, header, rows, columns);

const isMost = (some: number, all: number): boolean => some * 2 > all;

const raggedRows = (key: string, header: readonly string[], rows: readonly SampledRow[]): Fault | null => {
  const ragged = rows.filter(({ cells }) => cells.length !== header.length);
  const [first] = ragged;
  if (!first || !isMost(ragged.length, rows.length)) return null;
  return {
    reason: 'ragged-rows',
    message:
      `${key} has ${header.length} names in its header and ${first.cells.length} values in line ${first.line} ` +
      `(another number than the header in ${ragged.length} of ${rows.length} rows looked at).${raggedCause(header, first)}`,
    remedy: 'Export it again with one value for each name of the header, and values with a comma in quotes.',
  };
};

const raggedCause = (header: readonly string[], { cells }: SampledRow): string => {
  if (cells.length === 1 && cells[0]?.split(';').length === header.length) return ' Its rows are separated by semicolons.';
  const pairs = cells.filter((cell, index) => /^[-+]?\d+$/.test(cell.trim()) && /^\d+$/.test(cells[index + 1]?.trim() ?? ''));
  return cells.length > header.length && pairs.length > 0 ? ' Decimal commas that are not in quotes would do that.' : '';
};

interface Misfit {
  readonly column: Column;
  readonly line: number;
  readonly value: string;
  readonly misfits: number;
  readonly values: number;
}

const wrongTypes = (
  key: string,
  header: readonly string[],
  rows: readonly SampledRow[],
  columns: readonly Column[],
): Fault | null => {
  const wrong = columns.flatMap((column) => misfitOf(column, header.indexOf(column.name), rows) ?? []);
  const [first] = wrong;
  if (!first) return null;
  const said = wrong.slice(0, COLUMNS_SHOWN).map(misfitShown).join('; ');
  const more = wrong.length > COLUMNS_SHOWN ? `; and ${wrong.length - COLUMNS_SHOWN} more columns` : '';
  const remedies = new Set(wrong.flatMap(({ value }) => kindOf(value).remedy ?? []));
  return {
    reason: 'wrong-types',
    message: `${key} has values of another kind than its pipeline expects: ${said}${more}.`,
    remedy:
      remedies.size > 0
        ? `${[...remedies].join('. ')}, and drop the file again.`
        : `Check that the values stand under the right names (${columns.map(({ name }) => name).join(', ')}) and drop the file again.`,
  };
};

const misfitOf = (column: Column, index: number, rows: readonly SampledRow[]): Misfit | null => {
  const values = rows.flatMap(({ line, cells }) => {
    const value = cells[index]?.trim() ?? '';
    return value === '' ? [] : [{ line, value }];
  });
  const misfits = values.filter(({ value }) => !fits(column.type, value));
  const [first] = misfits;
  return first && isMost(misfits.length, values.length)
    ? { column, ...first, misfits: misfits.length, values: values.length }
    : null;
};

const misfitShown = ({ column, line, value, misfits, values }: Misfit): string =>
  `column "${shown(column.name)}" is for ${typeShown[column.type]}, but line ${line} has "${shown(value)}", ${kindOf(value).name} ` +
  `(${misfits} of ${values} values looked at)`;
