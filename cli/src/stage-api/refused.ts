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
    const { detail } = problem.data;
    return status === BAD_REQUEST ? new UsageError(detail) : new OperationError(detail);
  }
  const remedy = status === 401 || status === 403 ? 'check that your AWS identity may call execute-api:Invoke on it.' : null;
  return new OperationError(`${name} answered ${status}: ${said.slice(0, 300)}`, remedy);
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
