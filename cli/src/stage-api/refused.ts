import * as z from 'zod';
import { OperationError, SIGN_IN_AGAIN, UsageError } from '../failures';
import { TOKEN_VARIABLE } from './authorisation';

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
  return new OperationError(`${name} answered ${status}: ${whyOf(response, said)}`, remedyOf(status, said));
};

const groundOf = (type: string): string => type.split(':').at(-1) ?? '';

/** What lists the things of which a request named one that there is not. */
const WHERE_TO_LOOK: Readonly<Record<string, string>> = {
  'unknown-run': 'see `npx relay runs` for the ones there are.',
  'unknown-pipeline': 'see `npx relay pipelines` for the ones there are.',
  'unknown-object': 'give the key in the bucket, like raw/sales.csv; `npx relay runs` shows keys.',
};

/** What API Gateway says itself; why it takes no token stands in a header (RFC 6750, section 3). */
const whyOf = ({ headers }: Response, said: string): string =>
  /error_description="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? said.slice(0, LONGEST);

const LONGEST = 300;

const remedyOf = (status: number, said: string): string | null => {
  switch (status) {
    case 401:
      return `this stage takes tokens: set ${TOKEN_VARIABLE} to one that is valid.`;
    case 403:
      return /expired|security token/i.test(said)
        ? SIGN_IN_AGAIN
        : 'check that your AWS identity may call execute-api:Invoke on it.';
    case 404:
      return 'the service may be deployed in another version than this command is of: see `npx relay doctor`.';
    default:
      return null;
  }
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
