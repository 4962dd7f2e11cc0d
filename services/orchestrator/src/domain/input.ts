import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';

/** Whether the pipeline takes an object of that name. What is in it is ingest's to look at, when it arrives. */
export const takes = ({ input }: PipelineDefinition, key: string): boolean =>
  key.startsWith(input.prefix) && input.suffix.some((suffix) => key.endsWith(suffix));

/** Whether some name under the prefix may be one that the pipeline takes. */
export const mayTakeUnder = ({ input }: PipelineDefinition, prefix: string): boolean =>
  prefix.startsWith(input.prefix) || input.prefix.startsWith(prefix);

/** Where to look for what the pipeline takes under a prefix: no farther than its own, whose role lists `raw/` only. */
export const listedPrefix = ({ input }: PipelineDefinition, prefix: string): string =>
  prefix.startsWith(input.prefix) ? prefix : input.prefix;

/** Says which objects the pipeline takes. */
export const whatIsTaken = ({ pipeline, input }: PipelineDefinition): string =>
  `pipeline "${pipeline}" takes what is under ${input.prefix} and ends in ${input.suffix.join(' or ')}`;
