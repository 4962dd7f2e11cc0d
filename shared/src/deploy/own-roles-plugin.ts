/** Logical id of the role that the framework makes for the functions of a service that have none of their own. */
const COMMON_ROLE = 'IamRoleLambdaExecution';

interface Resource {
  readonly Type?: string;
  readonly Properties?: { readonly FunctionName?: string; readonly Role?: { readonly 'Fn::GetAtt'?: readonly string[] } };
}

/** The parts of the Serverless Framework that the plugin touches. */
interface Serverless {
  readonly service: {
    readonly provider: { readonly compiledCloudFormationTemplate: { readonly Resources: Record<string, Resource> } };
  };
  readonly classes: { readonly Error: new (message: string) => Error };
}

/**
 * Serverless Framework plugin, after serverless-iam-roles-per-function: takes the common role out of a service's stack, for it
 * may do with every queue what any function may. A function that still has it stops the package.
 */
export class OwnRolesPlugin {
  readonly hooks: { readonly 'before:package:finalize': () => void };

  constructor(serverless: Serverless) {
    this.hooks = { 'before:package:finalize': () => takeOutCommonRole(serverless) };
  }
}

const takeOutCommonRole = ({ service, classes }: Serverless): void => {
  const { Resources } = service.provider.compiledCloudFormationTemplate;
  const without = Object.values(Resources)
    .filter(({ Properties }) => Properties?.Role?.['Fn::GetAtt']?.[0] === COMMON_ROLE)
    .map(({ Properties }) => Properties?.FunctionName);
  if (without.length > 0)
    throw new classes.Error(`${without.join(', ')}: give each function iamRoleStatements, [] where it needs none`);
  delete Resources[COMMON_ROLE];
};
