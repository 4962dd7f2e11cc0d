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

/** One column: its head, on which side its cells stand, and what becomes of it where the terminal is narrow. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** It gives way. */
  readonly shrinks?: boolean;
  /** It is left out where nothing more gives way; 1 is the last to leave. */
  readonly leaves?: number;
}

const GAP = 2;
const NARROWEST = 8;

/**
 * A plain table; without rows the sentence that stands for it.
 *
 * @param width - of the terminal, in columns; undefined where nothing limits a line
 */
export const table = (
  allColumns: readonly Column[],
  allRows: readonly (readonly string[])[],
  whenEmpty: string,
  width = Number.POSITIVE_INFINITY,
): string => {
  if (allRows.length === 0) return `${whenEmpty}\n`;
  const { columns, rows } = shownOf({ columns: allColumns, rows: allRows }, width);
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

interface Content {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** What is shown: columns that may leave do so, those of least weight first, until the rest fits. */
const shownOf = (content: Content, width: number): Content => {
  const wanted = wantedOf(content);
  const narrowest = content.columns.map(({ shrinks }, index) => {
    const whole = wanted[index] ?? 0;
    return shrinks ? Math.min(whole, NARROWEST) : whole;
  });
  const next = Math.max(0, ...content.columns.map(({ leaves }) => leaves ?? 0));
  if (next === 0 || lineOf(narrowest) <= width) return content;
  const stays = content.columns.map(({ leaves }) => leaves !== next);
  const kept = <Part>(parts: readonly Part[]): Part[] => parts.filter((_, index) => stays[index]);
  return shownOf({ columns: kept(content.columns), rows: content.rows.map(kept) }, width);
};

const wantedOf = ({ columns, rows }: Content): number[] =>
  columns.map(({ head }, index) => Math.max(head.length, ...rows.map((row) => row[index]?.length ?? 0)));

const lineOf = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one + GAP, -GAP);

/** Width of each column; what is too much is taken from those that give way. */
const widthsOf = (columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] => {
  const wanted = wantedOf({ columns, rows });
  const excess = lineOf(wanted) - width;
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
