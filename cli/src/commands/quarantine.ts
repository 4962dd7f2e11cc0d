import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Release } from '@glue-relay/shared/quarantine';
import { appearsWithinOf, collectorOf, deployedPipelines, waitOf } from '../arrival';
import { callerOf, s3Of, ssmOf, stageValue } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { UsageError } from '../failures';
import { followInLines } from '../follow-in-lines';
import { exitCodeOf } from '../outcome';
import type { Entry } from '../quarantine/entries';
import { findEntry, listSidecars, readEntries } from '../quarantine/entries';
import type { Wish } from '../quarantine/release';
import { release } from '../quarantine/release';
import { entryText, quarantineTable, releaseText } from '../render/quarantine';
import { runReport } from '../render/run-report';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface ListOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly all?: boolean;
  readonly limit: number;
}

/** `relay quarantine list`: files in the quarantine, those that were put back only with `--all`. */
export const list = async (context: Context, options: ListOptions): Promise<CommandResult> => {
  const { s3, bucket } = await storeOf(chooseTarget(context, options));
  const keys = await listSidecars(s3, bucket, options.pipeline);
  const entries: Entry[] = [];
  for (let at = 0; at < keys.length && entries.length < options.limit; at += options.limit) {
    const read = await readEntries(s3, bucket, keys.slice(at, at + options.limit));
    entries.push(...read.filter(({ release: released }) => options.all || released?.released == null));
  }
  const shown = entries.slice(0, options.limit);
  return { document: { bucket, files: shown.map(documentOf) }, text: quarantineTable(shown, context.now()), exitCode: EXIT.ok };
};

/** `relay quarantine show`: one file. */
export const show = async (context: Context, runId: string, options: TargetOptions): Promise<CommandResult> => {
  const { s3, bucket } = await storeOf(chooseTarget(context, options));
  const entry = await findEntry(s3, bucket, runId);
  return { document: { bucket, ...documentOf(entry) }, text: entryText(entry, bucket, context.now()), exitCode: EXIT.ok };
};

export interface ReleaseOptions extends TargetOptions {
  readonly pipeline?: string;
  readonly wait?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** `relay quarantine replay`: a file is judged anew, under the key that it had. */
export const replay = (context: Context, runId: string, options: ReleaseOptions): Promise<CommandResult> =>
  releaseFile(context, runId, options, () => ({ how: 'replay', pipeline: null }));

/** `relay quarantine accept`: a file runs although it was rejected. */
export const accept = (context: Context, runId: string, options: ReleaseOptions): Promise<CommandResult> =>
  releaseFile(context, runId, options, ({ sidecar }) => {
    const pipeline = options.pipeline ?? sidecar.pipeline;
    if (pipeline === null)
      throw new UsageError(`No pipeline could be told for ${sidecar.original.key}: name it with --pipeline.`);
    return { how: 'accept', pipeline };
  });

const releaseFile = async (
  context: Context,
  runId: string,
  options: ReleaseOptions,
  wishFor: (entry: Entry) => Pick<Wish, 'how' | 'pipeline'>,
): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const { s3, bucket } = await storeOf(target);
  const entry = await findEntry(s3, bucket, runId);
  const wish = { ...wishFor(entry), requestedBy: await callerOf(target), now: context.now() };
  const answer = await release(s3, bucket, entry, wish);
  const text = releaseText(answer);
  if (!options.wait) return { document: answer, text, exitCode: EXIT.ok };
  context.say(text.trimEnd());
  const collector = collectorOf(takersOf(answer.release, await deployedPipelines(context, target, await ssmOf(target))));
  if (collector) context.say(waitOf(collector));
  const run = await followInLines(context, target, answer.release.released.runId, {
    appearsWithin: options.timeout ?? appearsWithinOf(collector),
  });
  return { document: { ...run, command: answer }, text: runReport(run, context.width), exitCode: exitCodeOf(run) };
};

/** The pipelines that may take a file which was put back. */
const takersOf = ({ key, pipeline }: Release, pipelines: readonly PipelineDefinition[]): readonly PipelineDefinition[] =>
  pipeline === null ? candidatesFor(key, pipelines) : pipelines.filter((one) => one.pipeline === pipeline);

const storeOf = async (target: Target) => ({
  s3: await s3Of(target),
  bucket: await stageValue(target, await ssmOf(target), 'data-bucket/name'),
});

const documentOf = ({ sidecarKey, sidecar, release: released }: Entry) => ({ ...sidecar, sidecarKey, release: released });
