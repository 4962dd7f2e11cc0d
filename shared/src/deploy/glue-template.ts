import type { PipelineDefinition } from '../pipeline/definition';
import type { PipelineFile } from '../pipeline/file-schema';
import { pipelineParameterOf } from '../pipeline/names';
import type { StepDefinition } from '../pipeline/step-definition';
import { catalogResources } from './catalog-template';
import { crawler, crawlerResources } from './crawler-template';
import { glueJob } from './job-template';
import { pascal } from './names';
import { pipelineAlarms } from './pipeline-alarms';
import type { PipelineCode } from './pipeline-code';
import { pipelineDashboard } from './pipeline-dashboard';
import { jobRole } from './role-template';

export type Resource = Readonly<Record<string, unknown>>;

/** What a pipeline's stack is made of. */
export interface PipelineStack {
  readonly file: PipelineFile;
  readonly definition: PipelineDefinition;
  readonly code: PipelineCode;
  readonly stage: string;
  readonly bucket: string;
  /** ARN of the topic that alarms go to. */
  readonly alarmTopic: string;
}

/**
 * CloudFormation resources of a pipeline: what each step runs, the roles of its jobs and crawlers, its tables in the catalog,
 * its definition in SSM, its dashboard and alarms.
 */
export const pipelineResources = (stack: PipelineStack): Record<string, Resource> => ({
  JobRole: jobRole(stack),
  Definition: definitionParameter(stack),
  Dashboard: pipelineDashboard(stack.definition, stack.stage),
  ...pipelineAlarms(stack.definition, stack.stage, stack.alarmTopic),
  ...stepResources(stack),
  ...catalogResources(stack),
  ...crawlerResources(stack),
});

/** What the steps run: a Glue job or a crawler each; a gate runs nothing. */
const stepResources = (stack: PipelineStack): Record<string, Resource> =>
  Object.fromEntries(stack.definition.steps.flatMap((step) => resourceOf(stack, step)));

const resourceOf = (stack: PipelineStack, { kind, name }: StepDefinition): [string, Resource][] => {
  switch (kind) {
    case 'glue-job':
      return [[`${pascal(name)}Job`, glueJob(stack, name)]];
    case 'crawler':
      return [[`${pascal(name)}Crawler`, crawler(stack, name)]];
    case 'gate':
      return [];
  }
};

const definitionParameter = (stack: PipelineStack): Resource => ({
  Type: 'AWS::SSM::Parameter',
  // A pipeline that can be seen can be run: what its steps run is there first.
  DependsOn: Object.keys(stepResources(stack)),
  Properties: {
    Name: pipelineParameterOf(stack.stage, stack.definition.pipeline),
    Type: 'String',
    Tier: 'Intelligent-Tiering',
    Description: `Pipeline ${stack.definition.pipeline}, as deployed`,
    Value: JSON.stringify(stack.definition),
  },
});
