import { join } from 'node:path';
import type { NewColumn } from './columns';
import { catalogTypeOf, pythonOf, rolesIn, samplesOf, sparkTypeOf } from './columns';

/** Where the templates of a pipeline's files are, from the root of the clone. */
export const TEMPLATES = join('cli', 'templates', 'pipeline');

/** Rows of a new pipeline's sample. */
const SAMPLE_ROWS = 10;

/** What stands for each `{{placeholder}}` of the templates. */
export const placeholdersOf = (name: string, columns: readonly NewColumn[]): Readonly<Record<string, string>> => {
  const { measure, group } = rolesIn(columns);
  return {
    name,
    package: packageOf(name),
    columns: columns.map((column) => `${column.name}: ${column.type}`).join(', '),
    columnNames: columns.map((column) => `\`${column.name}\``).join(', '),
    rules: columns.map((column) => `        ColumnRule("${column.name}", ${sparkTypeOf(column)}),`).join('\n'),
    group: group.name.toLowerCase(),
    groupColumn: group.name,
    groupType: catalogTypeOf(group),
    groupSparkType: sparkTypeOf(group),
    measureColumn: measure.name,
    dateImport: columns.some(({ type }) => type === 'date') ? 'from datetime import date\n' : '',
    examples: [0, 1].map((row) => `(${columns.map((column) => pythonOf(column, sampleOf(column, row))).join(', ')})`).join(', '),
    sample: [columns.map((column) => column.name), ...rows(columns)].map((cells) => cells.join(',')).join('\n'),
    sampleRows: String(SAMPLE_ROWS),
    sampleGroups: String(samplesOf(group).length),
  };
};

/** The Python package of a pipeline. */
export const packageOf = (name: string): string => name.replaceAll('-', '_');

/**
 * A template with its placeholders filled in.
 *
 * @throws Error where the template has a placeholder that there is nothing for
 */
export const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (_, placeholder: string) => {
    const value = values[placeholder];
    if (value === undefined) throw new Error(`A template has {{${placeholder}}}, which nothing is known of.`);
    return value;
  });

const sampleOf = (column: NewColumn, row: number): string => samplesOf(column)[row % 2] ?? '';

const rows = (columns: readonly NewColumn[]): string[][] =>
  Array.from({ length: SAMPLE_ROWS }, (_, row) => columns.map((column) => sampleOf(column, row)));
