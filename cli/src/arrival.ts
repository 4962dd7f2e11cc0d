import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { BatchRule } from '@glue-relay/shared/pipeline/input';
import { resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import { OperationError } from './failures';

/**
 * Refuses parameters that no pipeline which may take the key has. Which one does is for the header to decide, by ingest, so
 * that parameters which only some of them have are let through, and a key that none takes is too: ingest tells why.
 *
 * @throws OperationError with what is wrong by pipeline
 */
export const checkParameters = (
  key: string,
  given: Readonly<Record<string, string>>,
  pipelines: Iterable<PipelineDefinition>,
): void => {
  const faults = candidatesFor(key, pipelines).map(({ pipeline, parameters }) => {
    const resolved = resolveParameters(parameters, given);
    return resolved.ok ? null : `${pipeline}: ${resolved.faults.join('; ')}`;
  });
  if (faults.length === 0 || faults.includes(null)) return;
  throw new OperationError(
    `${key} would be rejected for its parameters, so nothing was stored. ${faults.join('. ')}.`,
    'correct or leave out `--set`.',
  );
};

/** A pipeline that may take a key and collects files, and by what rule. */
export interface Collector {
  readonly pipeline: string;
  readonly batch: BatchRule;
}

/** Of the pipelines that may take the key and collect files the one that waits longest. */
export const collectorFor = (key: string, pipelines: Iterable<PipelineDefinition>): Collector | undefined =>
  candidatesFor(key, pipelines)
    .flatMap(({ pipeline, input: { batch } }) => (batch ? [{ pipeline, batch }] : []))
    .sort((one, other) => other.batch.seconds - one.batch.seconds)[0];

/** What a collector means for who waits, in words. */
export const waitOf = ({ pipeline, batch: { files, seconds } }: Collector): string =>
  `Pipeline ${pipeline} collects files: the run begins once there are ${files}, or ${seconds} s after the first of them.`;
