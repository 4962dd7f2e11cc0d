import { generateDemandData } from '@glue-relay/local/demand-data';
import { LOCAL_STAGE, localEnvironment } from '@glue-relay/local/local-environment';
import { pathsOf } from '@glue-relay/local/paths';
import { serverless } from '@glue-relay/local/serverless';
import { readToolchain } from '@glue-relay/local/toolchain';
import { stackCount } from '../authoring/stack-list';
import { s3Of, ssmOf, stageValue } from '../connection';
import type { Context } from '../context';
import { OperationError } from '../failures';
import { FOLLOW_DEFAULTS, followRun } from '../follow';
import { pollMsOf } from '../pace';
import { bytes } from '../render/format';
import type { StatusApi } from '../status-api/client';
import { statusApiOf } from '../status-api/client';
import type { Run } from '../status-api/schemas';
import type { Target } from '../target';
import type { Upload } from '../upload';
import { defaultKey, uploadFile } from '../upload';
import type { StartOptions } from './options';
import type { Progress, ProgressTask } from './progress';
import { RunFeed, StepFailed, tasksOfRun } from './run-tasks';
import type { Session } from './session';

/** What the journey came to. */
export interface Journey {
  readonly run: Run;
  readonly bucket: string;
  readonly apiUrl: string;
}

/** Deploys, drops a data set and follows its run to the end. */
export const travel = async (context: Context, session: Session, options: StartOptions, progress: Progress): Promise<Journey> => {
  const here: Context = { ...context, signal: session.signal };
  const target: Target = { kind: 'local', stage: LOCAL_STAGE, cloud: session.cloud };
  const file = await deployAndGenerate(here, session, options, progress);
  const api = await statusApiOf(here, target);
  const upload = await dropFile(here, target, file, options, progress);
  const run = await follow(here, target, api, upload.runId, progress);
  return { run, bucket: upload.bucket, apiUrl: api.url };
};

const deployAndGenerate = async (
  context: Context,
  session: Session,
  options: StartOptions,
  progress: Progress,
): Promise<string> => {
  const paths = pathsOf(context.root);
  let file = options.file;
  const failure = new AbortController();
  const signal = AbortSignal.any([context.signal, failure.signal]);
  const task = (title: string, work: ProgressTask['work']): ProgressTask => ({
    title,
    work: (report) =>
      work(report).catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
  });
  const deploy = task('Deploy of every service', async (report) => {
    report.detail(`${stackCount(context.root)} stacks`);
    const env = localEnvironment(context.env, session.cloud.endpoint);
    await serverless(paths, { command: 'deploy', stage: LOCAL_STAGE, folder: paths.root, env, signal });
  });
  const generate = task('Demand data set', async (report) => {
    const { python } = readToolchain(paths.toolchain);
    const shape = { ...(options.stores ? { stores: options.stores } : {}), ...(options.items ? { items: options.items } : {}) };
    const made = await generateDemandData(paths, python, shape, context.env, signal);
    report.detail(`${bytes(made.bytes)}${made.isNew ? '' : ', as generated before'}`);
    file = made.file;
  });
  await progress.group(options.file === null ? [deploy, generate] : [deploy]);
  if (file === null) throw new OperationError('There is no file to drop.');
  return file;
};

const dropFile = async (
  context: Context,
  target: Target,
  file: string,
  options: StartOptions,
  progress: Progress,
): Promise<Upload> => {
  const key = defaultKey(file);
  let upload: Upload | undefined;
  await progress.group([
    {
      title: `Drop of ${key}`,
      work: async (report) => {
        const bucket = await stageValue(target, await ssmOf(target), 'data-bucket/name');
        upload = await uploadFile(await s3Of(target), bucket, key, file, options.set, context.signal);
        report.detail(`run ${upload.runId}`);
      },
    },
  ]);
  if (!upload) throw new OperationError(`${file} was not stored.`);
  return upload;
};

const follow = async (context: Context, target: Target, api: StatusApi, runId: string, progress: Progress): Promise<Run> => {
  const feed = new RunFeed();
  const followed = followRun(api, runId, {
    ...FOLLOW_DEFAULTS,
    signal: context.signal,
    pollMs: pollMsOf(target),
    onUpdate: (run) => feed.update(run),
  });
  followed.catch((error: unknown) => feed.fail(error));
  const first = await feed.until((run) => run.steps.length > 0 || run.state === 'REJECTED');
  if (first.steps.length > 0)
    await progress.group(tasksOfRun(first, feed)).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error;
    });
  return followed;
};
