import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { TestCloud } from './ministack';

/** A stack as `serverless deploy` would send it. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>>;
}

const SERVERLESS = join(__dirname, '..', '..', '..', 'node_modules', '.bin', 'serverless');
const OF_SHARED_STACK = ['bus/name', 'alarm-topic/arn', 'data-bucket/name'];

/**
 * Packages a service for a stage, beside a cloud that has the parameters of the shared stack.
 *
 * @param service - its folder
 * @param settings - environment of the deploy
 * @throws Error with serverless's output in `stdout`, where it refuses
 */
export const packagedTemplate = async (
  cloud: TestCloud,
  service: string,
  stage: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Template> => {
  const ssm = new SSMClient(cloud.client);
  for (const name of OF_SHARED_STACK)
    await ssm.send(
      new PutParameterCommand({ Name: `/relay/${stage}/${name}`, Value: `relay-${stage}`, Type: 'String', Overwrite: true }),
    );
  ssm.destroy();
  const directory = await mkdtemp(join(tmpdir(), 'relay-package-'));
  try {
    const env = { ...process.env, ...cloud.environment, ...settings };
    await promisify(execFile)(SERVERLESS, ['package', '--stage', stage, '--package', directory], { cwd: service, env });
    return JSON.parse(await readFile(join(directory, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(directory, { recursive: true });
  }
};
