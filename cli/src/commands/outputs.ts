import type { S3Client } from '@aws-sdk/client-s3';
import { OUTPUT_AREAS, outputPrefixOf } from '@glue-relay/shared/pipeline/names';
import { s3Of, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { downloadObject, fileOfKey } from '../download';
import { EXIT } from '../exit-code';
import { statusApiOf } from '../status-api/client';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';
import { mustFindRun } from './queries';

export interface OutputsOptions extends TargetOptions {
  readonly download?: string;
}

/** One object that a run wrote. */
export interface Output {
  readonly uri: string;
  readonly area: string;
  readonly key: string;
  readonly size: number;
  /** Where it was downloaded to. */
  readonly file?: string;
}

/** What a run wrote, the rows that it set aside among it. */
const LISTED_AREAS = [...OUTPUT_AREAS, 'quarantine'];

const PARALLEL_DOWNLOADS = 4;

/** `relay outputs`: all that a run wrote, as S3 URIs; with `--download` as files in the same tree. */
export const outputs = async (context: Context, runId: string, options: OutputsOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const run = await mustFindRun(await statusApiOf(context, target), runId);
  const s3 = await s3Of(target);
  const bucket = await stageValue(target, await ssmOf(target), 'data-bucket/name');
  const { pipeline } = run;
  const found =
    pipeline === null ? [] : (await Promise.all(LISTED_AREAS.map((area) => list(s3, bucket, area, pipeline, runId)))).flat();
  if (options.download === undefined) {
    const text = found.map(({ uri }) => `${uri}\n`).join('') || `Run ${runId} has written nothing.\n`;
    return { document: { runId, bucket, outputs: found }, text, exitCode: EXIT.ok };
  }
  const files = await download(s3, bucket, found, options.download, context.signal);
  const text = files.map(({ file }) => `${file}\n`).join('') || `Run ${runId} has written nothing.\n`;
  return { document: { runId, bucket, outputs: files }, text, exitCode: EXIT.ok };
};

const list = async (s3: S3Client, bucket: string, area: string, pipeline: string, runId: string): Promise<Output[]> => {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const found: Output[] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: outputPrefixOf(area, pipeline, runId) },
  ))
    for (const { Key: key, Size: size } of page.Contents ?? [])
      if (key && !key.endsWith('/')) found.push({ uri: `s3://${bucket}/${key}`, area, key, size: size ?? 0 });
  return found;
};

const download = async (
  s3: S3Client,
  bucket: string,
  found: readonly Output[],
  dir: string,
  signal: AbortSignal,
): Promise<Required<Output>[]> => {
  const files = found.map((output) => ({ ...output, file: fileOfKey(dir, output.key) }));
  const queue = files.values();
  const worker = async (): Promise<void> => {
    for (const { key, file } of queue) await downloadObject(s3, bucket, key, file, signal);
  };
  await Promise.all(Array.from({ length: PARALLEL_DOWNLOADS }, worker));
  return files;
};
