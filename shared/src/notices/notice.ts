/** A message to people: what SNS sends. */
export interface Notice {
  readonly subject: string;
  readonly text: string;
}

/** Sends a message to everyone who subscribed. */
export type SendNotice = (notice: Notice) => Promise<void>;

/** SNS takes subjects of ASCII without line breaks, shorter than 100. Source: docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MAX_SUBJECT = 99;
/** Stack traces are for the log; the start of an error says what it is. */
const MAX_ERROR = 2_000;

/** A line that SNS accepts as subject, whatever names and errors are in it. */
export const subjectOf = (line: string): string => cut(line.replaceAll(/\s+/g, ' ').replaceAll(/[^ -~]/g, '?'), MAX_SUBJECT);

export const shortened = (error: string): string => cut(error, MAX_ERROR);

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 3)}...` : text);

/** Lines `name  value`, the values below each other; those without a value are left out. */
export const table = (rows: readonly (readonly [string, string | null])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(width)}  ${value}`])).join('\n');
};

/** `1 hour`, `2 hours`. */
export const amountOf = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
