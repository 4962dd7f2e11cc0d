/** A file that is known by its first bytes and is no CSV. */
export interface FileKind {
  readonly name: string;
  readonly remedy: string;
}

const EXPORT_AS_CSV = 'Export the data as CSV (UTF-8) and drop that file.';
const UNPACK = 'Unpack it and drop the CSV inside, plain or as .csv.gz.';

const bytesOf = (...parts: (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part, 'latin1'))));

/** Source of the signatures: en.wikipedia.org/wiki/List_of_file_signatures */
interface Signature extends FileKind {
  readonly start: Buffer;
  /** The signature alone could begin a column's name, so it counts only where a control byte follows. */
  readonly binaryNext?: boolean;
}

const SIGNATURES: readonly Signature[] = [
  {
    start: bytesOf('PK', 3, 4),
    name: 'a zip archive or an Excel workbook (.xlsx)',
    remedy: `${UNPACK} From Excel, save as "CSV UTF-8".`,
  },
  { start: bytesOf('PK', 5, 6), name: 'an empty zip archive', remedy: UNPACK },
  {
    start: bytesOf(0xd0, 0xcf, 0x11, 0xe0),
    name: 'an old Excel workbook (.xls)',
    remedy: 'From Excel, save as "CSV UTF-8" and drop that file.',
  },
  { start: bytesOf('PAR1'), binaryNext: true, name: 'a Parquet file', remedy: EXPORT_AS_CSV },
  { start: bytesOf('ORC'), binaryNext: true, name: 'an ORC file', remedy: EXPORT_AS_CSV },
  { start: bytesOf('Obj', 1), name: 'an Avro file', remedy: EXPORT_AS_CSV },
  { start: bytesOf(0x89, 'PNG'), name: 'a PNG image', remedy: EXPORT_AS_CSV },
  { start: bytesOf(0xff, 0xd8, 0xff), name: 'a JPEG image', remedy: EXPORT_AS_CSV },
  { start: bytesOf('%PDF-'), name: 'a PDF document', remedy: EXPORT_AS_CSV },
  { start: bytesOf('BZh'), name: 'a bzip2 archive', remedy: UNPACK },
  { start: bytesOf(0xfd, '7zXZ', 0), name: 'an xz archive', remedy: UNPACK },
  { start: bytesOf('7z', 0xbc, 0xaf), name: 'a 7-Zip archive', remedy: UNPACK },
  { start: bytesOf(0x28, 0xb5, 0x2f, 0xfd), name: 'a Zstandard archive', remedy: UNPACK },
];

const GZIP = bytesOf(0x1f, 0x8b);

export const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, GZIP);

/** The kind of a binary file; undefined where no signature fits. */
export const fileKindOf = (bytes: Uint8Array): FileKind | undefined =>
  SIGNATURES.find(({ start, binaryNext }) => startsWith(bytes, start) && !(binaryNext && isText(bytes[start.length])));

const isText = (byte: number | undefined): boolean => byte === undefined || byte === 0x0a || byte === 0x0d || byte >= 0x20;

const startsWith = (bytes: Uint8Array, start: Buffer): boolean => Buffer.from(bytes.subarray(0, start.length)).equals(start);
