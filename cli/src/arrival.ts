import type { SSMClient } from '@aws-sdk/client-ssm';
import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { BatchRule } from '@glue-relay/shared/pipeline/input';
import { resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import type { Context } from './context';
import { OperationError } from './failures';
import { FOLLOW_DEFAULTS } from './follow';
import type { Target } from './target';

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

/** Of some pipelines the one that collects files and waits longest. */
export const collectorOf = (pipelines: readonly PipelineDefinition[]): Collector | undefined =>
  pipelines
    .flatMap(({ pipeline, input: { batch } }) => (batch ? [{ pipeline, batch }] : []))
    .sort((one, other) => other.batch.seconds - one.batch.seconds)[0];

/** What a collector means for who waits, in words. */
export const waitOf = ({ pipeline, batch: { files, seconds } }: Collector): string =>
  `Pipeline ${pipeline} collects files: the run begins once there are ${files}, or ${seconds} s after the first of them.`;

/** How long it may take until a file that was just stored has a run, in seconds: beyond the time of a collector, that of events on their way. */
export const appearsWithinOf = (collector: Collector | undefined): number =>
  FOLLOW_DEFAULTS.appearsWithinMs / 1_000 + (collector?.batch.seconds ?? 0);

/** The pipelines of a stage, by the definitions that were deployed. */
export const deployedPipelines = async (
  context: Pick<Context, 'now'>,
  { stage }: Target,
  ssm: SSMClient,
): Promise<PipelineDefinition[]> => {
  const { pipelineParameters } = await import('@glue-relay/shared/aws/pipeline-parameters');
  const list = pipelineParameters(ssm, stage, () => context.now().getTime());
  return [...(await list()).values()];
};
