import { cloudCrashed, defaultSlots, relayCloudCommand, startCloud, stopCloud } from '@glue-relay/local/cloud-process';
import type { CloudState } from '@glue-relay/local/cloud-state';
import { readCloudStatus } from '@glue-relay/local/cloud-state';
import { LOCAL_STAGE, localEnvironment } from '@glue-relay/local/local-environment';
import { pathsOf } from '@glue-relay/local/paths';
import { choosePort } from '@glue-relay/local/port';
import { serverless } from '@glue-relay/local/serverless';
import { readToolchain } from '@glue-relay/local/toolchain';
import type { PipelineFolder } from '../authoring/folders';
import { pipelineFolderOf } from '../authoring/folders';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError } from '../failures';
import { duration } from '../render/format';
import { statusApiOf } from '../status-api/client';
import { portOption } from './port-option';

export interface UpOptions {
  readonly port?: string;
  readonly deploy: boolean;
}

/** `relay up`: starts the local cloud in the background and deploys every stack to it. */
export const up = async (context: Context, options: UpOptions): Promise<CommandResult> => {
  const paths = pathsOf(context.root);
  const status = readCloudStatus(paths.cloudState);
  if (status.kind === 'running') return alreadyUp(status.cloud, options);
  if (status.kind === 'crashed')
    context.say(`The last local cloud (process ${status.cloud.process.pid}) ended without being stopped; starting anew.`);
  const port = portOption(() => choosePort(options.port, context.env));
  const from = performance.now();
  const command = relayCloudCommand(paths, readToolchain(paths.toolchain), context.env);
  const started = await startCloud(paths, command, { port, slots: defaultSlots(), signal: context.signal });
  const { cloud } = started;
  const startSeconds = secondsSince(from);
  context.say(`Local cloud ready at ${cloud.endpoint} (${duration(startSeconds)})`);
  if (!options.deploy) return result(cloud, { alreadyUp: false, startSeconds, deploySeconds: null, statusApi: null });
  try {
    const deploySeconds = await deployHere(context, cloud, EVERY_STACK, started.ended);
    const statusApi = await statusUrl(context, cloud);
    return result(cloud, { alreadyUp: false, startSeconds, deploySeconds, statusApi });
  } catch (error) {
    await stopCloud(paths, cloud);
    throw error;
  }
};

/** `relay deploy`: deploys every stack anew to the local cloud that runs, or the one of a pipeline. */
export const deploy = async (context: Context, pipeline?: string): Promise<CommandResult> => {
  const what = pipeline === undefined ? EVERY_STACK : stackOf(pipelineFolderOf(context.root, pipeline));
  const status = readCloudStatus(pathsOf(context.root).cloudState);
  if (status.kind === 'crashed') throw cloudCrashed(status.cloud);
  if (status.kind === 'absent') throw new OperationError('No local cloud runs here.', 'start it with `npx relay up`.');
  const deploySeconds = await deployHere(context, status.cloud, what);
  return { document: { deploySeconds }, text: `Deployed in ${duration(deploySeconds)}.\n`, exitCode: EXIT.ok };
};

/** `relay down`: stops the local cloud and everything that runs on it. */
export const down = async (context: Context): Promise<CommandResult> => {
  const paths = pathsOf(context.root);
  const status = readCloudStatus(paths.cloudState);
  const stopped = status.kind !== 'absent' && (await stopCloud(paths, status.cloud));
  return { document: { stopped }, text: stopped ? 'Local cloud stopped.\n' : 'No local cloud was running.\n', exitCode: EXIT.ok };
};

const alreadyUp = (cloud: CloudState, options: UpOptions): CommandResult => {
  if (options.port !== undefined && Number(options.port) !== cloud.port)
    throw new OperationError(
      `The local cloud of this clone is up already, at ${cloud.endpoint}.`,
      'stop it first with `npx relay down` to move it to another port.',
    );
  return {
    document: { endpoint: cloud.endpoint, pid: cloud.process.pid, alreadyUp: true },
    text: `The local cloud is up already: ${cloud.endpoint} (process ${cloud.process.pid}). Deploy to it anew with \`npx relay deploy\`.\n`,
    exitCode: EXIT.ok,
  };
};

/** What to deploy: the stack of a folder, or all. */
interface Deployed {
  readonly shownAs: string;
  readonly folder: string | null;
}

const EVERY_STACK: Deployed = { shownAs: 'every stack', folder: null };

const stackOf = ({ name, folder }: PipelineFolder): Deployed => ({ shownAs: `pipeline ${name}`, folder });

const deployHere = async (context: Context, cloud: CloudState, what: Deployed, ended?: Promise<void>): Promise<number> => {
  const from = performance.now();
  context.say(`Deploying ${what.shownAs} (log: .relay/deploy.log)`);
  const crash = new AbortController();
  void ended?.then(() => crash.abort(cloudCrashed(cloud)));
  const paths = pathsOf(context.root);
  await serverless(paths, {
    command: 'deploy',
    stage: LOCAL_STAGE,
    folder: what.folder ?? paths.root,
    env: localEnvironment(context.env, cloud.endpoint),
    signal: AbortSignal.any([context.signal, crash.signal]),
  });
  const seconds = secondsSince(from);
  context.say(`Deployed (${duration(seconds)})`);
  return seconds;
};

const statusUrl = async (context: Context, cloud: CloudState): Promise<string> =>
  (await statusApiOf(context, { kind: 'local', stage: LOCAL_STAGE, cloud })).url;

interface UpFacts {
  readonly alreadyUp: boolean;
  readonly startSeconds: number;
  readonly deploySeconds: number | null;
  readonly statusApi: string | null;
}

const result = (cloud: CloudState, facts: UpFacts): CommandResult => ({
  document: { endpoint: cloud.endpoint, pid: cloud.process.pid, ...facts },
  text: [
    `AWS endpoint  ${cloud.endpoint}\n`,
    ...(facts.statusApi ? [`Status API    ${facts.statusApi}/runs\n`] : []),
    'Next: `npx relay drop FILE --wait`; stop with `npx relay down`.\n',
  ].join(''),
  exitCode: EXIT.ok,
});

const secondsSince = (from: number): number => Math.round(performance.now() - from) / 1000;
