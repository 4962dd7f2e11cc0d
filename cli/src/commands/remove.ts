import type { S3Client } from '@aws-sdk/client-s3';
import { localEnvironment } from '@glue-relay/local/local-environment';
import { pathsOf } from '@glue-relay/local/paths';
import { serverless } from '@glue-relay/local/serverless';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import { pipelineFolderOf } from '../authoring/folders';
import { s3Of, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError } from '../failures';
import { count } from '../render/format';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface RemoveOptions extends TargetOptions {
  readonly data?: boolean;
}

/**
 * `relay remove`: takes a pipeline's stack away; with `--data` also every version of what its runs wrote, read and put aside
 * in the data bucket's own areas. The files under its prefix in `raw/` and its runs' history stay.
 */
export const remove = async (context: Context, given: string, options: RemoveOptions): Promise<CommandResult> => {
  const { name, folder } = pipelineFolderOf(context.root, given);
  const target = chooseTarget(context, options);
  context.say(`Removing the stack of ${name} from stage ${target.stage}`);
  const env = environmentOf(context.env, target);
  await serverless(pathsOf(context.root, context.env), {
    command: 'remove',
    stage: target.stage,
    folder,
    env,
    signal: context.signal,
  });
  const objects = options.data ? await deleteData(await s3Of(target), await bucketOf(target), name) : 0;
  const data = options.data
    ? `${count(objects)} object versions of its data were deleted.`
    : 'Its data stays in the bucket; --data deletes it.';
  const text = `Pipeline ${name} is gone from stage ${target.stage}. ${data}\nThe history of its runs stays; its folder too: git rm -r glue/${name}, and take its line out of serverless-compose.yml.\n`;
  return { document: { pipeline: name, stage: target.stage, deletedVersions: objects }, text, exitCode: EXIT.ok };
};

const environmentOf = (env: NodeJS.ProcessEnv, target: Target): NodeJS.ProcessEnv =>
  target.kind === 'local'
    ? localEnvironment(env, target.cloud.endpoint)
    : {
        ...env,
        ...(target.profile ? { AWS_PROFILE: target.profile } : {}),
        ...(target.region ? { AWS_REGION: target.region } : {}),
      };

const bucketOf = async (target: Target): Promise<string> => stageValue(target, await ssmOf(target), 'data-bucket/name');

/** Deletes every version below the pipeline's folder of each area, and tells how many there were. */
const deleteData = async (s3: S3Client, bucket: string, pipeline: string): Promise<number> => {
  let deleted = 0;
  for (const area of OWN_AREAS) deleted += await deleteVersions(s3, bucket, `${area}${pipeline}/`);
  return deleted;
};

const deleteVersions = async (s3: S3Client, Bucket: string, Prefix: string): Promise<number> => {
  const { DeleteObjectsCommand, ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
  let deleted = 0;
  // What was listed is gone when the next page is asked for, so that each page is the first.
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return deleted;
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [error] = Errors;
    if (error)
      throw new OperationError(
        `s3://${Bucket}/${error.Key} could not be deleted: ${error.Message}`,
        'see to it that you may delete there and start again.',
      );
    deleted += Objects.length;
  }
};
