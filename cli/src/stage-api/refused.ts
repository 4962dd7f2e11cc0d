import * as z from 'zod';
import { OperationError, UsageError } from '../failures';

const problemSchema = z.object({ type: z.string().startsWith('urn:glue-relay:problem:'), detail: z.string() });
const BAD_REQUEST = 400;

/** What a service that said no said: its problem details in its own words, anything else as it came. */
export const refused = async (name: string, response: Response): Promise<Error> => {
  const said = await response.text();
  const problem = problemSchema.safeParse(jsonOf(said));
  const { status } = response;
  if (problem.success && status < 500) {
    const { detail, type } = problem.data;
    return status === BAD_REQUEST
      ? new UsageError(detail, null)
      : new OperationError(detail, WHERE_TO_LOOK[groundOf(type)] ?? null);
  }
  return new OperationError(`${name} answered ${status}: ${said.slice(0, 300)}`, REMEDIES[status] ?? null);
};

const groundOf = (type: string): string => type.split(':').at(-1) ?? '';

/** What lists the things of which a request named one that there is not. */
const WHERE_TO_LOOK: Readonly<Record<string, string>> = {
  'unknown-run': 'see `npx relay runs` for the ones there are.',
  'unknown-pipeline': 'see `npx relay pipelines` for the ones there are.',
  'unknown-object': 'give the key in the bucket, like raw/sales.csv; `npx relay runs` shows keys.',
};

const NOT_ALLOWED = 'check that your AWS identity may call execute-api:Invoke on it.';
/** Of what API Gateway says itself, by status. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: NOT_ALLOWED,
  403: NOT_ALLOWED,
  404: 'the service may be deployed in another version than this command is of: see `npx relay doctor`.',
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
