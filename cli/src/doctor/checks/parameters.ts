import { pipelineDefinitionSchema } from '@glue-relay/shared/pipeline/definition';
import { pipelineParametersPrefix } from '@glue-relay/shared/pipeline/names';
import * as z from 'zod';
import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { Look } from '../ports';
import { redeploy, resourcesOf } from '../ports';

/** Every parameter that a stack made is there still. */
export const checkParameters = async (look: Look): Promise<Fault[]> => {
  const parameters = await look.ports.parameters();
  return resourcesOf(look, 'AWS::SSM::Parameter').flatMap(({ physicalId, stack }) =>
    parameters.get(physicalId) ? [] : [fail(`parameter ${physicalId} is not there`, redeploy(stack))],
  );
};

const versionSchema = z.looseObject({ schemaVersion: z.number() });

/** Every stored pipeline can be read by the code that is here. */
export const checkDefinitions = async ({ stage, ports }: Look): Promise<Fault[]> => {
  const prefix = pipelineParametersPrefix(stage);
  const stored = [...(await ports.parameters())].filter(([name]) => name.startsWith(prefix));
  if (stored.length === 0)
    return [warn('no pipeline is deployed', `cd glue/demand-forecast && npx serverless deploy --stage ${stage}`)];
  return stored.flatMap(([name, text]) => faultsOf(name.slice(prefix.length), text));
};

const faultsOf = (pipeline: string, text: string): Fault[] => {
  const deploy = 'deploy the pipeline and the services from the same version of the code';
  try {
    const document: unknown = JSON.parse(text);
    const read = pipelineDefinitionSchema.safeParse(document);
    if (read.success) return [];
    const version = versionSchema.safeParse(document);
    const known = `this code reads ${pipelineDefinitionSchema.shape.schemaVersion.value}`;
    const why = version.success ? `schema version ${version.data.schemaVersion}, ${known}: ` : '';
    return [fail(`pipeline ${pipeline} cannot be read: ${why}${z.prettifyError(read.error).split('\n')[0]}`, deploy)];
  } catch {
    return [fail(`pipeline ${pipeline} is not JSON`, deploy)];
  }
};
