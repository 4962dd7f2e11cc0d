import { gzipSync } from 'node:zlib';
import type { RejectionReason } from '@glue-relay/shared/events/dataset-rejected';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import type { HeldObject } from './twins/bucket';

/** One odd file, and what becomes of it: accepted, or the reason and a part of the message. */
export interface Case extends HeldObject {
  readonly name: string;
  readonly key?: string;
  /** Rules of the pipeline beside the example's. */
  readonly input?: Partial<PipelineInput>;
  readonly expected: 'accepted' | readonly [RejectionReason, RegExp];
}

const HEADER = 'date,store,item,sales';
const ROW = '2013-01-01,1,1,13';
const WITH_OPTIONAL: Partial<PipelineInput> = {
  extraColumns: 'refuse',
  columns: [
    { name: 'date', type: 'date' },
    { name: 'store', type: 'integer' },
    { name: 'item', type: 'integer' },
    { name: 'sales', type: 'number' },
    { name: 'note', type: 'integer', optional: true },
  ],
};
const PER_DAY = { pattern: 'date=(\\d{4}-\\d{2}-\\d{2})' };
const GOOD = `${HEADER}\n${ROW}\n`;
const KIB = 1024;

const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
const utf16 = (content: string): Buffer => Buffer.from(content, 'utf16le');
const rows = (count: number): string => `${HEADER}\n${`${ROW}\n`.repeat(count)}`;
const wide = (bytes: number): string => `"${'x'.repeat(bytes)}",${HEADER}`;
const noise = (length: number): string =>
  Array.from({ length }, (_, n) => ((n * 2654435761) % 4294967296).toString(36)).join(',');

export const CORPUS: readonly Case[] = [
  { name: 'a plain table', bytes: text(GOOD), expected: 'accepted' },
  { name: 'no line end after the last row', bytes: text(`${HEADER}\n${ROW}`), expected: 'accepted' },
  { name: 'CRLF line ends', bytes: text(GOOD.replaceAll('\n', '\r\n')), expected: 'accepted' },
  { name: 'a byte order mark', bytes: text(`\ufeff${GOOD}`), expected: 'accepted' },
  { name: 'quoted names', bytes: text(`"date","store","item","sales"\n${ROW}\n`), expected: 'accepted' },
  { name: 'a quoted name with a line end', bytes: text(`"a\nb",${HEADER}\n1,${ROW}\n`), expected: 'accepted' },
  { name: 'a quoted cell with a line end', bytes: text(`${HEADER},note\n${ROW},"a\nb"\n`), expected: 'accepted' },
  { name: 'a quote never closed in a row', bytes: text(`${HEADER}\n${ROW},"a\n`), expected: 'accepted' },
  { name: 'other order and more columns', bytes: text('note,sales,item,store,date\na,1,2,3,2013-01-01\n'), expected: 'accepted' },
  { name: 'blank lines before the header', bytes: text(`\n\n${GOOD}`), expected: 'accepted' },
  { name: 'letters beyond ASCII', bytes: text(`${HEADER},größe\n${ROW},日本\n`), expected: 'accepted' },
  { name: 'gzip', key: 'raw/a.csv.gz', bytes: gzipSync(GOOD), expected: 'accepted' },
  {
    name: 'gzip longer than the first window',
    key: 'raw/a.csv.gz',
    bytes: gzipSync(`${HEADER},n\n${ROW},"${noise(60_000)}"\n`),
    expected: 'accepted',
  },
  { name: 'gzip that unpacks to very much', key: 'raw/a.csv.gz', bytes: gzipSync(rows(2_000_000)), expected: 'accepted' },
  { name: 'a table longer than the first window', bytes: text(rows(10_000)), expected: 'accepted' },
  {
    name: 'a window that ends inside a character',
    bytes: text(`${HEADER},n\n${ROW},${'é'.repeat(64 * KIB)}\n`),
    expected: 'accepted',
  },
  { name: 'a header longer than the first window', bytes: text(`${wide(100 * KIB)}\nx,${ROW}\n`), expected: 'accepted' },
  {
    name: 'a first row longer than the first window',
    bytes: text(`${HEADER},n\n${ROW},${'y'.repeat(200 * KIB)}\n`),
    expected: 'accepted',
  },
  {
    name: 'a header that ends where the window does',
    bytes: text(`${wide(64 * KIB - HEADER.length - 4)}\nx,${ROW}\n`),
    expected: 'accepted',
  },
  { name: 'JSON in a cell', bytes: text(`${HEADER},extra\n${ROW},"{""a"":1}"\n`), expected: 'accepted' },
  { name: 'a header named like a signature', bytes: text(`PAR1,ORCHARD,${HEADER}\n1,2,${ROW}\n`), expected: 'accepted' },
  { name: 'empty values', bytes: text(`${HEADER}\n2013-01-01,1,,\n,,2,\n`), expected: 'accepted' },
  { name: 'spaces around values', bytes: text(`${HEADER}\n 2013-01-01 , 1 ,2, 3.5\n`), expected: 'accepted' },
  {
    name: 'every form of a number',
    bytes: text(`${HEADER}\n${['1', '-1.5', '+2.', '.5', '1e3', '0'].map((n) => `2013-01-01,1,1,${n}\n`).join('')}`),
    expected: 'accepted',
  },
  { name: 'a wrong value among right ones', bytes: text(`${rows(3)}2013-01-02,1,1,n/a\n`), expected: 'accepted' },
  { name: 'a short row among whole ones', bytes: text(`${rows(3)}2013-01-02,1\n`), expected: 'accepted' },
  { name: 'more columns of any kind', bytes: text(`${HEADER},note\n${ROW},"1,5"\n`), expected: 'accepted' },
  { name: 'its size to the byte', bytes: text(GOOD), input: { maxBytes: GOOD.length }, expected: 'accepted' },
  {
    name: 'a partition in its key',
    key: 'raw/date=2017-01-01/a.csv',
    bytes: text(GOOD),
    input: { partition: PER_DAY },
    expected: 'accepted',
  },
  { name: 'no columns but those named', bytes: text(GOOD), input: { extraColumns: 'refuse' }, expected: 'accepted' },
  { name: 'without a column that may be left out', bytes: text(GOOD), input: WITH_OPTIONAL, expected: 'accepted' },
  {
    name: 'with a column that may be left out',
    bytes: text(`${HEADER},note\n${ROW},1\n`),
    input: WITH_OPTIONAL,
    expected: 'accepted',
  },
  {
    name: 'a column that may be left out, with values of another kind',
    bytes: text(`${HEADER},note\n${ROW},x\n`),
    input: WITH_OPTIONAL,
    expected: ['wrong-types', /column "note" is for whole numbers/],
  },
  {
    name: 'a column that may be left out, named wrongly',
    bytes: text(`${HEADER},notes\n${ROW},1\n`),
    input: WITH_OPTIONAL,
    expected: ['unexpected-columns', /does not take: notes\./],
  },
  {
    name: 'columns that the pipeline refuses',
    bytes: text(`${HEADER},note,\n${ROW},a,\n`),
    input: { extraColumns: 'refuse' },
    expected: ['unexpected-columns', /does not take: note, \./],
  },
  {
    name: 'a byte too many',
    bytes: text(GOOD),
    input: { maxBytes: GOOD.length - 1 },
    expected: ['too-large', /has 40 bytes; .* takes 39 at most/],
  },
  {
    name: 'no partition in its key',
    bytes: text(GOOD),
    input: { partition: PER_DAY },
    expected: ['no-partition', /names no partition/],
  },
  {
    name: 'an empty partition in its key',
    key: 'raw/date=/a.csv',
    bytes: text(GOOD),
    input: { partition: { pattern: 'date=([0-9-]*)' } },
    expected: ['no-partition', /names no partition/],
  },
  {
    name: 'dates of a spreadsheet',
    bytes: text(`${HEADER}\n31/12/2013,1,1,13\n01/01/2014,1,1,13\n`),
    expected: [
      'wrong-types',
      /column "date" is for dates as yyyy-mm-dd, but line 2 has "31\/12\/2013", a date as spreadsheets write it, dd\/mm\/yyyy .*2 of 2/,
    ],
  },
  { name: 'dates with points', bytes: text(`${HEADER}\n31.12.2013,1,1,13\n`), expected: ['wrong-types', /dd\.mm\.yyyy/] },
  { name: 'dates with slashes', bytes: text(`${HEADER}\n2013/12/31,1,1,13\n`), expected: ['wrong-types', /a date with slashes/] },
  { name: 'a day that there is not', bytes: text(`${HEADER}\n2013-02-30,1,1,13\n`), expected: ['wrong-types', /"2013-02-30"/] },
  {
    name: 'dates as numbers of days',
    bytes: text(`${HEADER}\n41275,1,1,13\n`),
    expected: ['wrong-types', /"41275", a whole number/],
  },
  {
    name: 'dates with times',
    bytes: text(`${HEADER}\n2013-01-01 00:00:00,1,1,13\n`),
    expected: ['wrong-types', /a date with a time/],
  },
  {
    name: 'decimal commas in quotes',
    bytes: text(`${HEADER}\n2013-01-01,1,1,"13,5"\n\n2013-01-02,1,1,"1.013,5"\n`),
    expected: ['wrong-types', /line 2 has "13,5", a number with a decimal comma \(2 of 2/],
  },
  {
    name: 'decimal commas without quotes',
    bytes: text(`${HEADER}\n2013-01-01,1,1,13,5\n2013-01-02,1,1,7,25\n`),
    expected: ['ragged-rows', /4 names in its header and 5 values in line 2 .*Decimal commas that are not in quotes/],
  },
  {
    name: 'rows of semicolons under a header of commas',
    bytes: text(`${HEADER}\n${ROW.replaceAll(',', ';')}\n`),
    expected: ['ragged-rows', /1 values in line 2 .*separated by semicolons/],
  },
  {
    name: 'thousands separators',
    bytes: text(`${HEADER}\n2013-01-01,1,1,"1,013.50"\n`),
    expected: ['wrong-types', /thousands separators/],
  },
  { name: 'amounts with a currency', bytes: text(`${HEADER}\n2013-01-01,1,1,€13\n`), expected: ['wrong-types', /currency sign/] },
  { name: 'percentages', bytes: text(`${HEADER}\n2013-01-01,1,1,13%\n`), expected: ['wrong-types', /a percentage/] },
  {
    name: 'whole numbers in scientific notation',
    bytes: text(`${HEADER}\n2013-01-01,1E+05,1,13\n`),
    expected: ['wrong-types', /"store" is for whole numbers.*scientific notation/],
  },
  {
    name: 'errors of a spreadsheet',
    bytes: text(`${HEADER}\n2013-01-01,1,1,#N/A\n2013-01-01,1,1,#REF!\n`),
    expected: ['wrong-types', /error of a spreadsheet formula/],
  },
  { name: 'cells too narrow', bytes: text(`${HEADER}\n########,1,1,1\n`), expected: ['wrong-types', /too narrow/] },
  {
    name: 'values under the wrong names',
    bytes: text(`${HEADER}\n1,2013-01-01,shop,x\n`),
    expected: ['wrong-types', /column "date".*column "store".*column "item".*column "sales"/],
  },
  {
    name: 'a wrong value of a megabyte, shown cut, with its line',
    bytes: text(`note,${HEADER}\n"a\nb\nc",2013-01-01,1,1,${'x'.repeat(9_000)}\n`),
    expected: ['wrong-types', /line 2 has "x{60}…"/],
  },
  { name: 'nothing', bytes: text(''), expected: ['empty-file', /is empty/] },
  { name: 'blank lines only', bytes: text('\n \r\n\n'), expected: ['empty-file', /is empty/] },
  { name: 'a byte order mark only', bytes: text('\ufeff'), expected: ['empty-file', /is empty/] },
  { name: 'gzip of nothing', key: 'raw/a.csv.gz', bytes: gzipSync(''), expected: ['empty-file', /is empty/] },
  { name: 'a header only', bytes: text(`${HEADER}\n`), expected: ['no-data-rows', /no rows/] },
  { name: 'a header without a line end', bytes: text(HEADER), expected: ['no-data-rows', /no rows/] },
  { name: 'a header and blank lines', bytes: text(`${HEADER}\n\n  \n`), expected: ['no-data-rows', /no rows/] },
  { name: 'semicolons', bytes: text(`date;store;item;sales\n1;2;3;4,5\n`), expected: ['not-csv', /semicolons.*decimal comma/] },
  { name: 'tabs', bytes: text(`${GOOD.replaceAll(',', '\t')}`), expected: ['not-csv', /tabs/] },
  { name: 'vertical bars', bytes: text(`${GOOD.replaceAll(',', '|')}`), expected: ['not-csv', /vertical bars/] },
  {
    name: 'a near miss',
    bytes: text('date,store,item,Sale\n1,2,3,4\n'),
    expected: ['missing-columns', /found "Sale", expected "sales"/],
  },
  {
    name: 'a space before a name',
    bytes: text('date,store,item, sales\n1,2,3,4\n'),
    expected: ['missing-columns', /found " sales", expected "sales"/],
  },
  {
    name: 'a column missing',
    bytes: text('date,store,item,price\n1,2,3,4\n'),
    expected: ['missing-columns', /no column "sales"\. Its header is date, store, item, price/],
  },
  {
    name: 'a column named twice',
    bytes: text(`${HEADER},sales\n${ROW},1\n`),
    expected: ['missing-columns', /"sales" more than once/],
  },
  { name: 'no header', bytes: text(`${ROW}\n${ROW}\n`), expected: ['missing-columns', /looks like data, not a header/] },
  { name: 'very many columns', bytes: text(`${noise(500)}\n1\n`), expected: ['missing-columns', /and 480 more/] },
  { name: 'prose', bytes: text('Dear all,\nplease find the sales below.\n'), expected: ['missing-columns', /no column/] },
  {
    name: 'a quote never closed in the header',
    bytes: text(`"date,store,item,sales\n${ROW}\n`),
    expected: ['not-csv', /opens a quote/],
  },
  {
    name: 'UTF-16 with its mark',
    bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(GOOD)]),
    expected: ['bad-encoding', /UTF-16 \(little-endian\)/],
  },
  {
    name: 'UTF-16, the other way round',
    bytes: Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(GOOD).swap16()]),
    expected: ['bad-encoding', /big-endian/],
  },
  { name: 'UTF-16 without a mark', bytes: utf16(GOOD), expected: ['bad-encoding', /UTF-16 \(little-endian\)/] },
  {
    name: 'Latin-1',
    bytes: Buffer.from(`${HEADER},n\n${ROW},größe\n`, 'latin1'),
    expected: ['bad-encoding', /not UTF-8 in line 2/],
  },
  { name: 'zip or xlsx', bytes: Buffer.from('PK\x03\x04\x14\x00\x06\x00', 'latin1'), expected: ['not-csv', /Excel workbook/] },
  { name: 'xls', bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), expected: ['not-csv', /\.xls/] },
  { name: 'Parquet', bytes: Buffer.from('PAR1\x15\x04\x15\x00', 'latin1'), expected: ['not-csv', /Parquet/] },
  { name: 'PNG', bytes: Buffer.from('\x89PNG\r\n\x1a\n\x00\x00', 'latin1'), expected: ['not-csv', /PNG/] },
  { name: 'PDF', bytes: text('%PDF-1.7\n%âãÏÓ\n'), expected: ['not-csv', /PDF/] },
  { name: 'random bytes', bytes: Buffer.from([1, 2, 3, 0, 250, 251, 7]), expected: ['not-csv', /binary/] },
  { name: 'HTML', bytes: text('<!DOCTYPE html><html><body>Sign in</body></html>'), expected: ['not-csv', /HTML/] },
  { name: 'XML', bytes: text('<?xml version="1.0"?><rows/>'), expected: ['not-csv', /XML/] },
  { name: 'JSON', bytes: text('[{"date": "2013-01-01", "store": 1}]'), expected: ['not-csv', /JSON/] },
  { name: 'gzip named .csv', bytes: gzipSync(GOOD), expected: ['not-csv', /name does not say so/] },
  { name: 'text named .gz', key: 'raw/a.csv.gz', bytes: text(GOOD), expected: ['not-csv', /is not gzip/] },
  {
    name: 'gzip cut off',
    key: 'raw/a.csv.gz',
    bytes: gzipSync(rows(500)).subarray(0, 40),
    expected: ['not-csv', /damaged gzip/],
  },
  {
    name: 'gzip with damage',
    key: 'raw/a.csv.gz',
    bytes: Buffer.from(gzipSync(GOOD).fill(0xff, 12, 20)),
    expected: ['not-csv', /damaged gzip/],
  },
  {
    name: 'a line without end',
    bytes: text('x'.repeat(5 * KIB * KIB)),
    expected: ['not-csv', /first line does not end within 4 MiB/],
  },
  {
    name: 'a quote never closed in a long file',
    bytes: text(`"${HEADER}\n${`${ROW}\n`.repeat(4000)}`),
    expected: ['not-csv', /opens a quote/],
  },
  {
    name: 'another suffix',
    key: 'raw/a.txt',
    bytes: text(GOOD),
    expected: ['no-pipeline', /demand-forecast takes raw\/\*\{\.csv,\.csv\.gz\}/],
  },
  {
    name: 'a suffix in capitals',
    key: 'raw/a.CSV',
    bytes: text(GOOD),
    expected: ['no-pipeline', /No pipeline takes raw\/a\.CSV/],
  },
  { name: 'another prefix', key: 'incoming/a.csv', bytes: text(GOOD), expected: ['outside-raw', /outside raw/] },
  { name: 'no prefix', key: 'a.csv', bytes: text(GOOD), expected: ['outside-raw', /outside raw/] },
  { name: 'a parameter', bytes: text(GOOD), metadata: { 'relay-tuned': 'true', author: 'me' }, expected: 'accepted' },
  {
    name: 'a wrong parameter',
    bytes: text(GOOD),
    metadata: { 'relay-tuned': 'perhaps' },
    expected: ['bad-parameters', /expects true or false, found "perhaps"/],
  },
  {
    name: 'an unknown parameter',
    bytes: text(GOOD),
    metadata: { 'relay-tunde': 'true' },
    expected: ['bad-parameters', /unknown parameter "tunde"/],
  },
  ...[
    'raw/a b.csv',
    'raw/a+b.csv',
    'raw/100%.csv',
    'raw/%41.csv',
    'raw/größe/日本.csv',
    'raw/a/b/c.csv',
    "raw/it's (1) & [2].csv",
  ].map((key): Case => ({ name: `the key ${key}`, key, bytes: text(GOOD), expected: 'accepted' })),
];
