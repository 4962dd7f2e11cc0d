import * as z from 'zod';

type Context = z.core.$RefinementCtx;

/**
 * Reads a value by the one schema that was chosen for it, inside a transform: a fault is named by the field where it stands,
 * as a union of the schemas could not.
 */
export const readBy = <Output>(schema: z.ZodType<Output>, given: unknown, context: Context): Output => {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  for (const issue of read.error.issues) context.issues.push({ ...issue, input: given } as (typeof context.issues)[number]);
  return z.NEVER;
};
