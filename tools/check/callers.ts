import { runSimulation } from '@cloud-copilot/iam-simulate';
import * as z from 'zod';
import { ACCOUNT, resolveIntrinsics } from './intrinsics';
import type { Template } from './templates';

const documentSchema = z.object({ Statement: z.array(z.record(z.string(), z.unknown())) });
const roleSchema = z.object({
  RoleName: z.string().optional(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: documentSchema })).default([]),
});

/** A role of a packaged template, under the name of who runs as it. */
export interface Caller {
  readonly name: string;
  readonly policies: readonly { readonly name: string; readonly policy: z.infer<typeof documentSchema> }[];
}

/** Roles of functions and jobs; a schedule's role has one action on one function. */
export const callersOf = ({ resources }: Template): Caller[] => {
  const functions = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  const nameOf = new Map(
    functions.map(([id, { Properties }]) => [
      id.replace(/LambdaFunction$/, 'IamRoleLambdaExecution'),
      String(resolveIntrinsics(Properties?.FunctionName, resources)),
    ]),
  );
  return Object.entries(resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .map(([id, { Properties }]) => {
      const role = roleSchema.parse(resolveIntrinsics(Properties, resources));
      const name = nameOf.get(id) ?? role.RoleName ?? id;
      return { name, policies: role.Policies.map((each) => ({ name: each.PolicyName, policy: each.PolicyDocument })) };
    });
};

/** Whether its policies let a caller make a call, by an evaluator of IAM. */
export const isAllowed = async (
  { name, policies }: Caller,
  action: string,
  resource: string,
  context: Readonly<Record<string, string>> = {},
) => {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/${name}`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      identityPolicies: [...policies],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`${action} on ${resource} by ${name}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
};
