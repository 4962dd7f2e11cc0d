import Table from 'cli-table3';

/** Frame without lines: columns apart by two spaces, readable in a log as in a terminal. */
const BARE = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);

/** One column: its head, on which side its cells stand, and whether it gives way where the terminal is narrow. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  readonly shrinks?: boolean;
}

const GAP = 2;
const NARROWEST = 8;

/**
 * A plain table; without rows the sentence that stands for it.
 *
 * @param width - of the terminal, in columns; undefined where nothing limits a line
 */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  whenEmpty: string,
  width?: number,
): string => {
  if (rows.length === 0) return `${whenEmpty}\n`;
  const widths = widthsOf(columns, rows, width);
  const made = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
  });
  made.push(...rows.map((row) => row.map((cell, index) => shortened(cell, widths[index] ?? cell.length))));
  return `${made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
};

/** Width of each column; what is too much is taken from those that give way. */
const widthsOf = (columns: readonly Column[], rows: readonly (readonly string[])[], width: number | undefined): number[] => {
  const wanted = columns.map(({ head }, index) => Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const excess = wanted.reduce((sum, one) => sum + one + GAP, -GAP) - (width ?? Number.POSITIVE_INFINITY);
  if (excess <= 0) return wanted;
  let left = excess;
  return wanted.map((one, index) => {
    if (!columns[index]?.shrinks) return one;
    const given = Math.min(left, Math.max(0, one - NARROWEST));
    left -= given;
    return one - given;
  });
};

/** The end of a name says more than its middle. */
const shortened = (cell: string, width: number): string => {
  if (cell.length <= width) return cell;
  const tail = Math.floor((width - 1) / 2);
  return `${cell.slice(0, width - 1 - tail)}…${cell.slice(cell.length - tail)}`;
};
