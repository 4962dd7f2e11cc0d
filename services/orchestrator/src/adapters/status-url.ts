import type { SSMClient } from '@aws-sdk/client-ssm';
import { GetParameterCommand } from '@aws-sdk/client-ssm';

/** How long an answer serves, in ms; status may be deployed after this service. */
const FRESH_FOR_MS = 60_000;

/** Address of the stage's status API from SSM; null where status is not deployed. */
export const statusUrl = (client: SSMClient, stage: string, now: () => number): (() => Promise<string | null>) => {
  let cached: { readonly at: number; readonly url: string | null } | undefined;
  return async () => {
    if (cached && now() - cached.at < FRESH_FOR_MS) return cached.url;
    cached = { at: now(), url: await load(client, stage) };
    return cached.url;
  };
};

const load = async (client: SSMClient, stage: string): Promise<string | null> => {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: `/relay/${stage}/status/api-url` }));
    return Parameter?.Value?.replace(/\/$/, '') ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return null;
    throw error;
  }
};
