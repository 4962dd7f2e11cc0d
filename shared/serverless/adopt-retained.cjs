/**
 * Serverless Framework plugin: a deploy takes back what an earlier stack left (`DeletionPolicy: Retain`), such as the table of a
 * service that was removed. Without it CloudFormation refuses to make what is there. It needs `deploymentMethod: changesets`.
 * Source: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
module.exports = class AdoptRetained {
  constructor({ pluginManager, service }) {
    this.hooks = {
      initialize: () => adopt(pluginManager.plugins.find((plugin) => plugin.constructor.name === 'AwsDeploy')),
      'before:package:finalize': () => keepLogs(service.provider.compiledCloudFormationTemplate.Resources),
    };
  }
};

/** The framework has no setting for it. */
const adopt = (deploy) => {
  const paramsOf = deploy.getCreateChangeSetParams;
  deploy.getCreateChangeSetParams = (given) => ({ ...paramsOf.call(deploy, given), ImportExistingResources: true });
};

/** A function that is still at work when its stack goes makes its log group anew, which would then be in the way of the next deploy. */
const keepLogs = (resources) => {
  for (const resource of Object.values(resources))
    if (resource.Type === 'AWS::Logs::LogGroup')
      Object.assign(resource, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
};
