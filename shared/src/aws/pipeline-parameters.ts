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
 * Deployed pipelines from SSM, cached briefly per Lambda worker; a document that is the same as before is not parsed again.
 *
 * @param now - clock in ms
 * @throws ZodError where a parameter does not hold a definition: only a deploy writes there, so that is a bug
 */
export const pipelineParameters = (client: SSMClient, stage: string, now: () => number): ListPipelines => {
  let cached: { readonly at: number; readonly pipelines: ReadonlyMap<string, PipelineDefinition> } | undefined;
  let parsed: ReadonlyMap<string, PipelineDefinition> = new Map();
  return async () => {
    if (cached && now() - cached.at < FRESH_FOR_MS) return cached.pipelines;
    const at = now();
    parsed = await load(client, stage, parsed);
    cached = { at, pipelines: new Map([...parsed.values()].map((definition) => [definition.pipeline, definition])) };
    return cached.pipelines;
  };
};

/** The definitions by their documents; one that was parsed before is taken from there. */
const load = async (
  client: SSMClient,
  stage: string,
  before: ReadonlyMap<string, PipelineDefinition>,
): Promise<Map<string, PipelineDefinition>> => {
  const definitions = new Map<string, PipelineDefinition>();
  for await (const page of paginateGetParametersByPath({ client }, { Path: pipelineParametersPrefix(stage) })) {
    for (const { Value = '' } of page.Parameters ?? []) {
      definitions.set(Value, before.get(Value) ?? pipelineDefinitionSchema.parse(JSON.parse(Value)));
    }
  }
  return definitions;
};
