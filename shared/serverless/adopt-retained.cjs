/**
 * Serverless Framework plugin: a deploy takes back what an earlier stack of its name left (`DeletionPolicy: Retain`), such as the
 * table of a service that was removed. Without it CloudFormation refuses to make what is there. It needs `deploymentMethod: changesets`.
 * Source: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
module.exports = class AdoptRetained {
  constructor({ pluginManager }) {
    this.hooks = { initialize: () => adopt(pluginManager.plugins.find(({ constructor }) => constructor.name === 'AwsDeploy')) };
  }
};

/** The framework has no setting for it. */
const adopt = (deploy) => {
  const paramsOf = deploy.getCreateChangeSetParams;
  deploy.getCreateChangeSetParams = (given) => ({ ...paramsOf.call(deploy, given), ImportExistingResources: true });
};
