import { OwnRolesPlugin } from '../src/deploy/own-roles-plugin';

const functionWith = (role: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'relay-a-prod-read', Role: { 'Fn::GetAtt': [role, 'Arn'] } },
});

const finalized = (resources: Record<string, object>) => {
  const provider = { compiledCloudFormationTemplate: { Resources: resources } };
  new OwnRolesPlugin({ service: { provider }, classes: { Error } }).hooks['before:package:finalize']();
  return Object.keys(resources);
};

it('takes the common role out of a stack whose functions have their own', () => {
  const resources = { Read: functionWith('ReadRole'), ReadRole: {}, IamRoleLambdaExecution: { Type: 'AWS::IAM::Role' } };
  expect(finalized(resources)).toEqual(['Read', 'ReadRole']);
});

it('stops a package in which a function has the common role', () => {
  expect(() => finalized({ Read: functionWith('IamRoleLambdaExecution') })).toThrow(
    'relay-a-prod-read: give each function iamRoleStatements',
  );
});
