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

/** One column: its head, and on which side its cells stand. */
export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
}

/** A plain table; without rows the sentence that stands for it. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[], whenEmpty: string): string => {
  if (rows.length === 0) return `${whenEmpty}\n`;
  const made = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: BARE,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  made.push(...rows.map((row) => [...row]));
  return `${made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
};
