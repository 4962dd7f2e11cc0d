import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from '../context';
import type { Target } from '../target';
import type { Sign } from './signing';

/** Environment variable with a JWT, for stages that are configured with an issuer instead of IAM. */
export const TOKEN_VARIABLE = 'RELAY_TOKEN';

/** How requests to a stage's APIs show who asks: not on the local cloud, by a token where one is given, else by IAM. */
export const authorisationOf = async ({ env }: Pick<Context, 'env'>, target: Target, ssm: SSMClient): Promise<Sign> => {
  if (target.kind === 'local') return async ({ headers }) => ({ ...headers });
  const token = env[TOKEN_VARIABLE];
  if (token) return async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });
  return (await import('./signing')).signerOf(ssm);
};
