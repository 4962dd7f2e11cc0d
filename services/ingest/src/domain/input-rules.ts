import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Fault } from './verdict';

export const noPartition = (key: string, { pipeline, input }: PipelineDefinition): Fault => ({
  reason: 'no-partition',
  message: `${key} names no partition: pipeline ${pipeline} looks for ${input.partition?.pattern} in the key.`,
  remedy: 'Drop the file under a key that has it.',
});

/** Null where the object is as small as it has to be. */
export const tooLarge = (key: string, size: number, { pipeline, input: { maxBytes } }: PipelineDefinition): Fault | null =>
  maxBytes === null || size <= maxBytes
    ? null
    : {
        reason: 'too-large',
        message: `${key} has ${size.toLocaleString('en-US')} bytes; pipeline ${pipeline} takes ${maxBytes.toLocaleString('en-US')} at most.`,
        remedy: 'Split it into several files, or deploy the pipeline with a higher input.maxBytes.',
      };
