import type { ColumnType } from '@glue-relay/shared/pipeline/input';

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([T ])([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})?$/;

/** Whether a value is of the column's type; one that is empty is missing, which every type allows. Spaces around it do not count. */
export const fits = (type: ColumnType, value: string): boolean => {
  const text = value.trim();
  if (text === '') return true;
  switch (type) {
    case 'any':
    case 'string':
      return true;
    case 'integer':
      return /^[-+]?\d+$/.test(text);
    case 'number':
      return NUMBER.test(text);
    case 'boolean':
      return /^(true|false)$/i.test(text);
    case 'date':
      return isDate(text);
    case 'timestamp':
      return isDate(text.slice(0, 10)) && TIME.test(text.slice(10));
  }
};

/** Whether it is a day that there is, as yyyy-mm-dd. */
const isDate = (text: string): boolean => {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (!year || !month || !day) return false;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
};

/** How a type is called in messages. */
export const typeShown: Readonly<Record<ColumnType, string>> = {
  any: 'anything',
  string: 'text',
  integer: 'whole numbers',
  number: 'numbers with a point for decimals',
  boolean: 'true or false',
  date: 'dates as yyyy-mm-dd',
  timestamp: 'times as yyyy-mm-ddThh:mm:ss',
};

/** What a value looks like, and what to do where a program is known to write so. */
export interface ValueKind {
  readonly name: string;
  readonly remedy: string | null;
}

const POINT =
  'Export it with a point for decimals and without thousands separators (a spreadsheet: set the language to English first)';
const ISO = 'Give the dates the format yyyy-mm-dd before the export';
const NO_FORMAT = 'Give the cells the format "Number" or "General" before the export';

/** From the particular to the general: the first that fits names the value. */
const KINDS: readonly (readonly [RegExp, ValueKind])[] = [
  [
    /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/,
    { name: 'an error of a spreadsheet formula', remedy: 'Mend the formula before the export' },
  ],
  [/^#{3,}$/, { name: 'a spreadsheet cell too narrow to be shown', remedy: 'Widen the column before the export' }],
  [/^\d{1,2}\/\d{1,2}\/(\d{4}|\d{2})( .*)?$/, { name: 'a date as spreadsheets write it, dd/mm/yyyy or mm/dd/yyyy', remedy: ISO }],
  [/^\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})( .*)?$/, { name: 'a date as spreadsheets write it, dd.mm.yyyy', remedy: ISO }],
  [/^\d{4}\/\d{1,2}\/\d{1,2}( .*)?$/, { name: 'a date with slashes', remedy: ISO }],
  [/^\d{4}-\d{2}-\d{2}$/, { name: 'a date', remedy: null }],
  [/^\d{4}-\d{2}-\d{2}[T ]/, { name: 'a date with a time', remedy: null }],
  [/^[-+]?\d{1,3}([. \u00a0\u202f']\d{3})*,\d+$|^[-+]?\d+,\d+$/, { name: 'a number with a decimal comma', remedy: POINT }],
  [/^[-+]?\d{1,3}([,. \u00a0\u202f']\d{3})+(\.\d+)?$/, { name: 'a number with thousands separators', remedy: POINT }],
  [/^[-+]?[\p{Sc}]\s?[\d.,]+$|^[-+]?[\d.,]+\s?[\p{Sc}]$/u, { name: 'an amount with its currency sign', remedy: NO_FORMAT }],
  [/^[-+]?[\d.,]+\s?%$/, { name: 'a percentage', remedy: NO_FORMAT }],
  [/^[-+]?\d+([.]\d+)?[eE][-+]?\d+$/, { name: 'a number in scientific notation', remedy: NO_FORMAT }],
  [/^[-+]?\d+$/, { name: 'a whole number', remedy: null }],
  [/^[-+]?(\d+\.\d*|\.\d+)$/, { name: 'a number with decimals', remedy: null }],
  [/^(true|false|yes|no)$/i, { name: 'a yes or no', remedy: null }],
];

export const kindOf = (value: string): ValueKind =>
  KINDS.find(([pattern]) => pattern.test(value.trim()))?.[1] ?? { name: 'text', remedy: null };
