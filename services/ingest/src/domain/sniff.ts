import { fileKindOf } from './file-kinds';
import type { SampledRow } from './records';
import { sampleOf, widthBy } from './records';
import { utf8Of } from './text';
import type { Fault } from './verdict';
import type { Window } from './window';

/** A separator that spreadsheets and databases write instead of the comma. */
export type OtherSeparator = 'semicolons' | 'tabs' | 'vertical bars';

/** What the start of a file shows: a table's header, why it is no table, or that more must be read to tell. */
export type Sniffed =
  | {
      readonly kind: 'table';
      readonly header: readonly string[];
      readonly hasDataRow: boolean;
      /** The first rows that are whole; none where the first is longer than what was read. */
      readonly rows: readonly SampledRow[];
      /** Set where the header falls into more columns by it than by the comma. */
      readonly otherSeparator: OtherSeparator | null;
    }
  | { readonly kind: 'unfit'; readonly fault: Fault }
  | { readonly kind: 'need-more' };

const OTHER_SEPARATORS: readonly (readonly [string, OtherSeparator])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
];

/** Text that is surely another format: no header of a table begins so. */
const OTHER_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^<(!doctype html|html|head|body)\b/i, 'HTML, as a download behind a sign-in page often is'],
  [/^<[?!A-Za-z]/, 'XML'],
  [/^(\{\s*["}]|\[\s*[[{"\]])/, 'JSON'],
];

/** Looks at the unpacked start of a file. Never throws: whatever the bytes are, it says what they are not. */
export const sniff = (key: string, window: Window): Sniffed => {
  const kind = fileKindOf(window.bytes);
  if (kind) return unfit({ reason: 'not-csv', message: `${key} is ${kind.name}, not a CSV.`, remedy: kind.remedy });
  const text = utf8Of(key, window);
  if ('reason' in text) return unfit(text);
  const content = text.toString('utf8').trimStart();
  if (content === '') return window.whole ? unfit(emptyFile(key)) : { kind: 'need-more' };
  const format = OTHER_FORMATS.find(([pattern]) => pattern.test(content))?.[1];
  return format ? unfit(otherFormat(key, format)) : sniffTable(key, text, window.whole);
};

const sniffTable = (key: string, text: Buffer, whole: boolean): Sniffed => {
  // Cheaper to see than to parse: a window with no line end has no whole header.
  if (!whole && !text.includes('\n') && !text.includes('\r')) return { kind: 'need-more' };
  const sample = sampleOf(text, whole);
  if (!sample) return whole ? unfit(openQuote(key)) : { kind: 'need-more' };
  const { header, bytes, rows } = sample;
  const hasDataRow = text.subarray(bytes).toString('utf8').trim() !== '';
  const endsLine = [LINE_FEED, CARRIAGE_RETURN].includes(text[bytes - 1] ?? 0);
  if (!whole && !(hasDataRow && endsLine)) return { kind: 'need-more' };
  return { kind: 'table', header, hasDataRow, rows, otherSeparator: otherSeparatorOf(text.subarray(0, bytes), header.length) };
};

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const otherSeparatorOf = (line: Buffer, columns: number): OtherSeparator | null => {
  const widths = OTHER_SEPARATORS.filter(([delimiter]) => line.includes(delimiter)).map(([delimiter, name]) => ({
    name,
    width: widthBy(line, delimiter),
  }));
  const widest = widths.sort((one, other) => other.width - one.width)[0];
  return widest && widest.width > columns ? widest.name : null;
};

const unfit = (fault: Fault): Sniffed => ({ kind: 'unfit', fault });

/** A file with nothing in it but, at most, blank lines. */
export const emptyFile = (key: string): Fault => ({
  reason: 'empty-file',
  message: `${key} is empty.`,
  remedy: 'Check that the export and the upload finished, and drop the file again.',
});

/** Said where the first line did not end in the most that is read of a file. */
export const endlessLine = (key: string, bytes: number): Fault => ({
  reason: 'not-csv',
  message: `${key} has no header: its first line does not end within ${bytes / 1024 / 1024} MiB.`,
  remedy: 'Check that it is a CSV with one row a line, and that no quote in its first line stays open.',
});

const otherFormat = (key: string, format: string): Fault => ({
  reason: 'not-csv',
  message: `${key} is ${format}, not a CSV.`,
  remedy: 'Export the data as CSV (UTF-8) and drop that file.',
});

const openQuote = (key: string): Fault => ({
  reason: 'not-csv',
  message: `${key} opens a quote in its first line and never closes it.`,
  remedy: 'Close the quote, or double it ("") where it belongs to a name, and drop the file again.',
});
