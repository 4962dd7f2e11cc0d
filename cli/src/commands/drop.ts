import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import { s3Of, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { checkParameters, collectorFor, waitOf } from '../drop-checks';
import { EXIT } from '../exit-code';
import { UsageError } from '../failures';
import { FOLLOW_DEFAULTS, followRun } from '../follow';
import { exitCodeOf } from '../outcome';
import { pollMsOf } from '../pace';
import { runReport } from '../render/run-report';
import { StepLines } from '../render/step-lines';
import { statusApiOf } from '../status-api/client';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';
import { defaultKey, sizeOfFile, uploadFile } from '../upload';

export interface DropOptions extends TargetOptions {
  readonly key?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly wait?: boolean;
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
  const { pipelineParameters } = await import('@glue-relay/shared/aws/pipeline-parameters');
  const pipelines = [...(await pipelineParameters(ssm, target.stage, () => context.now().getTime())()).values()];
  checkParameters(key, options.set, pipelines);
  const collector = collectorFor(key, pipelines);
  context.say(`Storing ${file} (${size.toLocaleString('en-US')} bytes) as s3://${bucket}/${key}`);
  const upload = await uploadFile(await s3Of(target), bucket, key, file, options.set, context.signal);
  if (collector) context.say(waitOf(collector));
  if (!options.wait) {
    const text = `Stored s3://${bucket}/${key}\nRun ${upload.runId}: follow it with \`npx relay run ${upload.runId}\`.\n`;
    return { document: { ...upload, parameters: options.set }, text, exitCode: EXIT.ok };
  }
  context.say(`Run ${upload.runId}`);
  const lines = new StepLines(context.say);
  const run = await followRun(await statusApiOf(context, target), upload.runId, {
    ...FOLLOW_DEFAULTS,
    appearsWithinMs: FOLLOW_DEFAULTS.appearsWithinMs + (collector?.batch.seconds ?? 0) * 1_000,
    signal: context.signal,
    pollMs: pollMsOf(target),
    onUpdate: (update) => lines.update(update),
  });
  // Of a file that was collected the run is its batch's.
  return { document: { ...run, ...upload, runId: run.runId }, text: runReport(run, context.width), exitCode: exitCodeOf(run) };
};
