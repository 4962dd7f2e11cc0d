import type { PipelineDefinition } from './definition';

/** Deployed pipelines whose prefix and suffix fit the key, the longest prefix first. */
export const candidatesFor = (key: string, pipelines: Iterable<PipelineDefinition>): PipelineDefinition[] =>
  [...pipelines]
    .filter(({ input }) => key.startsWith(input.prefix) && input.suffix.some((suffix) => key.endsWith(suffix)))
    .sort((a, b) => b.input.prefix.length - a.input.prefix.length || a.pipeline.localeCompare(b.pipeline));
