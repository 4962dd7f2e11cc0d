import { fileKindOf } from './file-kinds';
import type { SampledRow } from './records';
import { firstRecord, sampleOf } from './records';
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
  const first = firstRecord(text, ',');
  if (!first) return whole ? unfit(openQuote(key)) : { kind: 'need-more' };
  const rest = text.subarray(first.bytes).toString('utf8').trim();
  const endsLine = /[\r\n]$/.test(text.subarray(0, first.bytes).toString('latin1'));
  if (!whole && rest === '') return { kind: 'need-more' };
  if (!whole && !endsLine) return { kind: 'need-more' };
  return {
    kind: 'table',
    header: first.cells,
    hasDataRow: rest !== '',
    rows: sampleOf(text, whole),
    otherSeparator: otherSeparatorOf(text, first),
  };
};

const otherSeparatorOf = (
  text: Buffer,
  first: { readonly cells: readonly string[]; readonly bytes: number },
): OtherSeparator | null => {
  const line = text.subarray(0, first.bytes);
  const counts: { name: OtherSeparator | null; columns: number }[] = OTHER_SEPARATORS.filter(([delimiter]) =>
    line.includes(delimiter),
  ).map(([delimiter, name]) => ({
    name,
    columns: firstRecord(text, delimiter)?.cells.length ?? 0,
  }));
  const best = [{ name: null, columns: first.cells.length }, ...counts].reduce((a, b) => (b.columns > a.columns ? b : a));
  return best.name;
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
