import * as z from 'zod';
import { badRequest, ProblemError } from './problem';

/**
 * Reads the body of a request; none is an empty object.
 *
 * @throws ProblemError (400) naming each field that is wrong and what was expected
 */
export const readBody = async <Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> => {
  const parsed = schema.safeParse(jsonOf(await request.text()));
  if (parsed.success) return parsed.data;
  throw new ProblemError(badRequest(parsed.error.issues.map(faultOf).join('; ')));
};

const jsonOf = (text: string): unknown => {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(badRequest('body: expected JSON'));
  }
};

const faultOf = ({ path, message }: z.core.$ZodIssue): string => `${path.length === 0 ? 'body' : path.join('.')}: ${message}`;

const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,120}$/);

/**
 * The key under which a repeat of the request is known as one: that of the header, else one of its own.
 *
 * @throws ProblemError (400)
 */
export const idempotencyKeyOf = (request: Request, make: () => string): string => {
  const given = request.headers.get('Idempotency-Key');
  if (given === null) return make();
  const parsed = idempotencyKeySchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ProblemError(badRequest('Idempotency-Key: expected 1 to 120 printable ASCII characters without spaces'));
};

const callerSchema = z.object({
  requestContext: z.object({ authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }) }),
});

/** Who asks: the caller whose signature API Gateway checked. Only the local stage has none. */
export const callerOf = (event: unknown): string => {
  const parsed = callerSchema.safeParse(event);
  return parsed.success ? parsed.data.requestContext.authorizer.iam.userArn : 'local';
};
