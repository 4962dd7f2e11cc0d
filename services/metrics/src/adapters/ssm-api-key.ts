import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import type { ReadApiKey } from './http-lineage';

/** How long a key serves before SSM is asked again, in ms: a key that was changed is seen within that time. */
const FRESH_FOR_MS = 60_000;

/**
 * A SecureString of SSM, read when it is needed and kept briefly per Lambda worker; undefined where there is none.
 *
 * @param now - clock in ms
 */
export const ssmApiKey = (client: SSMClient, name: string, now: () => number): ReadApiKey => {
  let cached: { readonly at: number; readonly key: string | undefined } | undefined;
  return async () => {
    if (!cached || now() - cached.at >= FRESH_FOR_MS) cached = { at: now(), key: await read(client, name) };
    return cached.key;
  };
};

const read = async (client: SSMClient, name: string): Promise<string | undefined> => {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
};
