import type { SSMClient } from '@aws-sdk/client-ssm';
import { paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import type { PipelineDefinition } from '../pipeline/definition';
import { pipelineDefinitionSchema } from '../pipeline/definition';
import { pipelineParametersPrefix } from '../pipeline/names';

/** Every pipeline deployed to the stage, by name. */
export type ListPipelines = () => Promise<ReadonlyMap<string, PipelineDefinition>>;

/** How long a listing serves before SSM is asked again, in ms: a deploy is seen within that time. */
const FRESH_FOR_MS = 5_000;

/**
 * Deployed pipelines from SSM, cached briefly per Lambda worker.
 *
 * @param now - clock in ms
 * @throws ZodError where a parameter does not hold a definition: only a deploy writes there, so that is a bug
 */
export const pipelineParameters = (client: SSMClient, stage: string, now: () => number): ListPipelines => {
  let cached: { readonly at: number; readonly pipelines: ReadonlyMap<string, PipelineDefinition> } | undefined;
  return async () => {
    if (cached && now() - cached.at < FRESH_FOR_MS) return cached.pipelines;
    cached = { at: now(), pipelines: await load(client, stage) };
    return cached.pipelines;
  };
};

const load = async (client: SSMClient, stage: string): Promise<Map<string, PipelineDefinition>> => {
  const pipelines = new Map<string, PipelineDefinition>();
  for await (const page of paginateGetParametersByPath({ client }, { Path: pipelineParametersPrefix(stage) })) {
    for (const parameter of page.Parameters ?? []) {
      const definition = pipelineDefinitionSchema.parse(JSON.parse(parameter.Value ?? ''));
      pipelines.set(definition.pipeline, definition);
    }
  }
  return pipelines;
};
