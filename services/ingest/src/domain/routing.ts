import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { columnFaultsOf, columnsFit } from './columns';
import type { Fault } from './verdict';

export type Route =
  | { readonly kind: 'one'; readonly pipeline: PipelineDefinition }
  /** No candidate's columns fit; `nearest` lacks the fewest. */
  | { readonly kind: 'none'; readonly nearest: PipelineDefinition }
  | { readonly kind: 'several'; readonly pipelines: readonly PipelineDefinition[] };

/** Chooses by columns, then by the longest prefix. */
export const routeByHeader = (
  header: readonly string[],
  candidates: readonly [PipelineDefinition, ...PipelineDefinition[]],
): Route => {
  const fitting = candidates.filter(({ input }) => columnsFit(header, input));
  const longest = fitting.filter(({ input }) => input.prefix.length === fitting[0]?.input.prefix.length);
  const [first] = longest;
  if (!first) return { kind: 'none', nearest: nearestOf(header, candidates) };
  return longest.length === 1 ? { kind: 'one', pipeline: first } : { kind: 'several', pipelines: longest };
};

const nearestOf = (header: readonly string[], candidates: readonly [PipelineDefinition, ...PipelineDefinition[]]) =>
  candidates.reduce((a, b) => (missingOf(header, b) < missingOf(header, a) ? b : a));

const missingOf = (header: readonly string[], { input }: PipelineDefinition): number =>
  columnFaultsOf(header, input).missing.length;

/** The object lies where no drop belongs. */
export const outsideRaw = (key: string): Fault => ({
  reason: 'outside-raw',
  message: `${key} lies outside raw/, where no pipeline looks.`,
  remedy: `Drop it under raw/, for example as raw/${key.split('/').at(-1)}.`,
});

/** No deployed pipeline takes a key like this. */
export const noPipeline = (key: string, pipelines: Iterable<PipelineDefinition>): Fault => {
  const taken = [...pipelines]
    .map(({ pipeline, input }) => `${pipeline} takes ${input.prefix}*{${input.suffix.join(',')}}`)
    .sort();
  return {
    reason: 'no-pipeline',
    message: `No pipeline takes ${key}. ${taken.length > 0 ? `${taken.join('; ')}.` : 'No pipeline is deployed.'}`,
    remedy:
      taken.length > 0
        ? 'Drop it under one of these prefixes with one of these endings (upper and lower case differ), or deploy a pipeline for it.'
        : 'Deploy a pipeline, then drop the file again.',
  };
};

/** Several pipelines of the same prefix want these columns. */
export const ambiguous = (key: string, pipelines: readonly PipelineDefinition[]): Fault => ({
  reason: 'ambiguous-pipeline',
  message: `${key} fits ${pipelines.map(({ pipeline }) => pipeline).join(' and ')}: same prefix, and its header has the columns of each.`,
  remedy: 'Give each of these pipelines its own prefix in pipeline.yml, deploy, and drop the file under the one that is meant.',
});
