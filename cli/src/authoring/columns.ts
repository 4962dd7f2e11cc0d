import { UsageError } from '../failures';

/** What `relay init` knows of a column type: Spark's type, the catalog's, and values for samples in CSV and Python. */
const TYPES = {
  string: { spark: 'T.StringType()', catalog: 'string', samples: ['north', 'south'] },
  integer: { spark: 'T.LongType()', catalog: 'bigint', samples: ['1', '2'] },
  number: { spark: 'T.DoubleType()', catalog: 'double', samples: ['1.5', '2.5'] },
  boolean: { spark: 'T.BooleanType()', catalog: 'boolean', samples: ['true', 'false'] },
  date: { spark: 'T.DateType()', catalog: 'date', samples: ['2026-01-01', '2026-01-02'] },
} as const satisfies Record<string, { spark: string; catalog: string; samples: readonly [string, string] }>;

type TypeName = keyof typeof TYPES;

/** A column of the files of a new pipeline. */
export interface NewColumn {
  readonly name: string;
  readonly type: TypeName;
}

export const sparkTypeOf = ({ type }: NewColumn): string => TYPES[type].spark;
export const catalogTypeOf = ({ type }: NewColumn): string => TYPES[type].catalog;
export const samplesOf = ({ type }: NewColumn): readonly [string, string] => TYPES[type].samples;

/** A sample value as Python has it. */
export const pythonOf = (column: NewColumn, sample: string): string => {
  switch (column.type) {
    case 'string':
      return `"${sample}"`;
    case 'boolean':
      return sample === 'true' ? 'True' : 'False';
    case 'date':
      return `date.fromisoformat("${sample}")`;
    case 'integer':
    case 'number':
      return sample;
  }
};

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * Reads `day:date,shop:string,amount:number`.
 *
 * @throws UsageError naming the part that is wrong
 */
export const columnsIn = (text: string): NewColumn[] => {
  const columns = text.split(',').map((part): NewColumn => {
    const [name = '', type = '', ...rest] = part.trim().split(':');
    if (!NAME.test(name) || !isType(type) || rest.length > 0)
      throw new UsageError(`--columns expects NAME:TYPE, with one of ${Object.keys(TYPES).join(', ')}, found "${part}".`);
    return { name, type };
  });
  const lower = columns.map(({ name }) => name.toLowerCase());
  const repeated = lower.find((name, index) => lower.indexOf(name) < index);
  if (repeated !== undefined) throw new UsageError(`--columns has "${repeated}" more than once.`);
  return columns;
};

const isType = (text: string): text is TypeName => Object.hasOwn(TYPES, text);

/**
 * The column that a new pipeline sums up, and the one that it does so by: the last with numbers, and the first of the others
 * that is no number.
 *
 * @throws UsageError where there are no two such columns
 */
export const rolesIn = (columns: readonly NewColumn[]): { readonly measure: NewColumn; readonly group: NewColumn } => {
  const measure = columns.findLast(({ type }) => type === 'number') ?? columns.findLast(({ type }) => type === 'integer');
  const others = columns.filter((column) => column !== measure);
  const group = others.find(({ type }) => type === 'string') ?? others[0];
  if (measure && group) return { measure, group };
  throw new UsageError('--columns needs a number or an integer, to be summed up, and another column, to do so by.');
};
