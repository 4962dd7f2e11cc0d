import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { pipelineParameters } from '../src/aws/pipeline-parameters';
import { examplePipeline } from '../src/pipeline/definition';

const aMinuteLater = 60_000;
const deployed = (timeoutMinutes: number) => ({
  Parameters: [{ Name: '/relay/local/pipelines/demo', Value: JSON.stringify({ ...examplePipeline, timeoutMinutes }) }],
});

it('parses a definition again only where its document is another', async () => {
  const ssm = mockClient(SSMClient);
  let now = 0;
  const list = pipelineParameters(new SSMClient({}), 'local', () => now);
  const next = async () => {
    now += aMinuteLater;
    return (await list()).get(examplePipeline.pipeline);
  };

  ssm.on(GetParametersByPathCommand).resolves(deployed(60));
  const first = await next();
  expect(first?.timeoutMinutes).toBe(60);
  expect(await next()).toBe(first);

  ssm.on(GetParametersByPathCommand).resolves(deployed(90));
  expect((await next())?.timeoutMinutes).toBe(90);
});
