import { join } from 'node:path';
import { LocalFailure } from './local-failure';
import { tailOf } from './log-tail';
import type { ClonePaths } from './paths';
import { runTool } from './run-tool';

/** How often the tool asks whether a stack is done, in ms; its default of 5 s is meant for AWS. */
const LOCAL_MONITORING_MS = 100;
const SHOWN_LINES = 40;

/** A call of the Serverless Framework. */
export interface ServerlessCall {
  readonly command: 'deploy' | 'remove';
  readonly stage: string;
  /** The root of the clone for every stack (compose), a stack's folder for that one. */
  readonly folder: string;
  /** Says which account and region; `localEnvironment` for the local cloud. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/**
 * Runs the real `serverless`; what it prints is in the log.
 *
 * @throws LocalFailure with the end of its output where it fails
 */
export const serverless = async (paths: ClonePaths, { command, stage, folder, env, signal }: ServerlessCall): Promise<void> => {
  const isLocal = env.AWS_ENDPOINT_URL !== undefined;
  const code = await runTool({
    command: process.execPath,
    args: [join(paths.root, 'node_modules', 'serverless', 'bin', 'serverless.js'), command, '--stage', stage],
    cwd: folder,
    env: {
      ...env,
      PATH: `${join(paths.root, 'node_modules', '.bin')}:${env.PATH ?? ''}`,
      ...(isLocal ? { SLS_AWS_MONITORING_FREQUENCY: String(LOCAL_MONITORING_MS) } : {}),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NODE_NO_WARNINGS: '1',
      NO_COLOR: '1',
    },
    logFile: paths.deployLog,
    signal,
  });
  if (code !== 0)
    throw new LocalFailure(
      `\`serverless ${command}\` on stage ${stage} failed (exit code ${code}).`,
      `mend what the output names and start again; all of it is in ${paths.deployLog}.`,
      tailOf(paths.deployLog, SHOWN_LINES),
    );
};
