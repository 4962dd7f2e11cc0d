import type { z } from 'zod';

/** A function was deployed without a variable that it needs; the message names each. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * Reads and validates a function's environment, once per cold start.
 *
 * @throws EnvironmentError naming every variable that is missing or wrong
 */
export const readEnvironment = <Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv = process.env,
): z.infer<Schema> => {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`Environment variables are wrong: ${faults.join('; ')}`);
};
