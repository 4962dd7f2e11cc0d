import type { PipelineDefinition } from '../pipeline/definition';
import type { PipelineFile } from '../pipeline/file-schema';
import { pipelineParameterOf } from '../pipeline/names';
import { catalogResources } from './catalog-template';
import { glueJob } from './job-template';
import { pascal } from './names';
import { pipelineAlarms } from './pipeline-alarms';
import type { PipelineCode } from './pipeline-code';
import { pipelineDashboard } from './pipeline-dashboard';
import { jobRole } from './role-template';
import { scheduleResources } from './schedule-template';

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
 * CloudFormation resources of a pipeline: a Glue job for each step, the role of its jobs, its tables in the catalog, its
 * definition in SSM, its schedule, its dashboard and alarms.
 */
export const pipelineResources = (stack: PipelineStack): Record<string, Resource> => ({
  JobRole: jobRole(stack),
  Definition: definitionParameter(stack),
  Dashboard: pipelineDashboard(stack.definition, stack.stage),
  ...pipelineAlarms(stack.definition, stack.stage, stack.alarmTopic),
  ...Object.fromEntries(stack.definition.steps.map((step) => [`${pascal(step.name)}Job`, glueJob(stack, step.name)])),
  ...scheduleResources(stack),
  ...catalogResources(stack),
});

const definitionParameter = ({ definition, stage }: PipelineStack): Resource => ({
  Type: 'AWS::SSM::Parameter',
  // A pipeline that can be seen can be run: its jobs are there first.
  DependsOn: definition.steps.map((step) => `${pascal(step.name)}Job`),
  Properties: {
    Name: pipelineParameterOf(stage, definition.pipeline),
    Type: 'String',
    Tier: 'Intelligent-Tiering',
    Description: `Pipeline ${definition.pipeline}, as deployed`,
    Value: JSON.stringify(definition),
  },
});
