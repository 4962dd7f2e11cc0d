import * as z from 'zod';

const MARK = 'before:';
const CONTENT = /^before:([\x20-\x7e]{1,1200})$/;

/** The place in a list as clients carry it: opaque, so that it may change. */
export const cursorBefore = (order: string | null): string | null =>
  order === null ? null : Buffer.from(`${MARK}${order}`).toString('base64url');

/** Reads a cursor back into the order that it stands for. */
export const cursorSchema = z.string().transform((cursor, context) => {
  const order = CONTENT.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (order !== undefined && cursorBefore(order) === cursor) return order;
  context.addIssue({ code: 'custom', message: 'cursor: expected the nextCursor of an earlier answer, unchanged' });
  return z.NEVER;
});
