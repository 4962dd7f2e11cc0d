interface Plugin {
  readonly hooks: Readonly<Record<'initialize' | 'before:package:finalize', () => void>>;
}
/** Plain JavaScript, as the framework loads it. */
const AdoptRetained = jest.requireActual<new (serverless: object) => Plugin>('../serverless/adopt-retained.cjs');

class AwsDeploy {
  readonly stack = 'relay-x-prod';
  getCreateChangeSetParams({ changeSetType }: { changeSetType: string }) {
    return { StackName: this.stack, ChangeSetType: changeSetType };
  }
}

const logs = { Type: 'AWS::Logs::LogGroup' };
const rule = { Type: 'AWS::Events::Rule' };

it('deploys take back what is there already, and the logs of functions stay to be taken back', () => {
  const deploy = new AwsDeploy();
  const compiledCloudFormationTemplate = { Resources: { logs, rule } };
  const { hooks } = new AdoptRetained({
    pluginManager: { plugins: [{}, deploy] },
    service: { provider: { compiledCloudFormationTemplate } },
  });
  hooks.initialize();
  hooks['before:package:finalize']();

  expect(deploy.getCreateChangeSetParams({ changeSetType: 'UPDATE' })).toEqual({
    StackName: 'relay-x-prod',
    ChangeSetType: 'UPDATE',
    ImportExistingResources: true,
  });
  expect(compiledCloudFormationTemplate.Resources).toEqual({
    logs: { Type: logs.Type, DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' },
    rule,
  });
});
