import type { ComponentChildren, JSX } from 'preact';

/** A column of a table of such rows. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** Whether a narrow screen goes without it: 1 is the last to leave. */
  readonly leaves?: 1 | 2;
}

interface TableProps<Row> {
  /** Read out by screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
}

/** A table whose first column names the row; on a narrow screen columns of less weight leave, and the rest scrolls. */
export const Table = <Row,>({ caption, columns, rows, keyOf }: TableProps<Row>): JSX.Element => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
  <section class="scroll" aria-label={`${caption}, table`} tabIndex={0}>
    <table>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.title} scope="row" class={classOf(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.title} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const classOf = <Row,>({ numeric, leaves }: Column<Row>): string =>
  [numeric ? 'number' : '', leaves ? `leaves-${leaves}` : ''].join(' ').trim();
