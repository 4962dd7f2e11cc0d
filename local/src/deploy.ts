import { join } from 'node:path';
import { LOCAL_STAGE, localEnvironment } from './local-environment';
import { LocalFailure } from './local-failure';
import { tailOf } from './log-tail';
import type { ClonePaths } from './paths';
import { runTool } from './run-tool';

/** How often the deploy tool asks whether a stack is done, in ms; its default of 5 s is meant for AWS. */
const MONITORING_MS = 100;
const SHOWN_LINES = 40;

/**
 * Deploys to the local cloud with the real `serverless deploy`; what it prints is in the log.
 *
 * @param folder - the root of the clone for every stack (compose), a stack's folder for that one
 * @throws LocalFailure with the end of its output where it fails
 */
export const serverlessDeploy = async (
  paths: ClonePaths,
  endpoint: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  folder: string,
): Promise<void> => {
  const code = await runTool({
    command: process.execPath,
    args: [join(paths.root, 'node_modules', 'serverless', 'bin', 'serverless.js'), 'deploy', '--stage', LOCAL_STAGE],
    cwd: folder,
    env: {
      ...localEnvironment(env, endpoint),
      PATH: `${join(paths.root, 'node_modules', '.bin')}:${env.PATH ?? ''}`,
      SLS_AWS_MONITORING_FREQUENCY: String(MONITORING_MS),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NODE_NO_WARNINGS: '1',
      NO_COLOR: '1',
    },
    logFile: paths.deployLog,
    signal,
  });
  if (code !== 0)
    throw new LocalFailure(
      `The deploy to the local cloud failed (exit code ${code}).`,
      `mend what the output names and start again; all of it is in ${paths.deployLog}.`,
      tailOf(paths.deployLog, SHOWN_LINES),
    );
};
