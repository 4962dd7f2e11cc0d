import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import { appearsWithinOf, checkParameters, collectorOf, deployedPipelines, waitOf } from '../arrival';
import { s3Of, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { UsageError } from '../failures';
import { followInLines } from '../follow-in-lines';
import { exitCodeOf } from '../outcome';
import { runReport } from '../render/run-report';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';
import { defaultKey, sizeOfFile, uploadFile } from '../upload';

export interface DropOptions extends TargetOptions {
  readonly key?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly wait?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** `relay drop`: stores a file where ingest sees it, and with `--wait` follows its run to the end. */
export const drop = async (context: Context, file: string, options: DropOptions): Promise<CommandResult> => {
  const size = sizeOfFile(file);
  const key = options.key ?? defaultKey(file);
  if (key === '' || key.endsWith('/')) throw new UsageError(`--key expects the key of an object, found "${key}".`);
  const ownArea = OWN_AREAS.find((area) => key.startsWith(area));
  if (ownArea) throw new UsageError(`--key ${key}: ${ownArea} is where runs write; a file that is to be run goes under raw/.`);
  const target = chooseTarget(context, options);
  const ssm = await ssmOf(target);
  const bucket = await stageValue(target, ssm, 'data-bucket/name');
  const pipelines = await deployedPipelines(context, target, ssm);
  checkParameters(key, options.set, pipelines);
  const collector = collectorOf(candidatesFor(key, pipelines));
  context.say(`Storing ${file} (${size.toLocaleString('en-US')} bytes) as s3://${bucket}/${key}`);
  const upload = await uploadFile(await s3Of(target), bucket, key, file, options.set, context.signal);
  if (collector) context.say(waitOf(collector));
  if (!options.wait) {
    const text = `Stored s3://${bucket}/${key}\nRun ${upload.runId}: follow it with \`npx relay run ${upload.runId}\`.\n`;
    return { document: { ...upload, parameters: options.set }, text, exitCode: EXIT.ok };
  }
  context.say(`Run ${upload.runId}`);
  const run = await followInLines(context, target, upload.runId, {
    appearsWithin: options.timeout ?? appearsWithinOf(collector),
  });
  // Of a file that was collected the run is its batch's.
  return { document: { ...run, ...upload, runId: run.runId }, text: runReport(run, context.width), exitCode: exitCodeOf(run) };
};
