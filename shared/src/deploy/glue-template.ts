import type { PipelineDefinition } from '../pipeline/definition';
import type { PipelineFile } from '../pipeline/file-schema';
import { jobNameOf, OUTPUT_AREAS, pipelineParameterOf } from '../pipeline/names';
import { pipelineAlarms } from './pipeline-alarms';
import type { PipelineCode } from './pipeline-code';
import { pipelineDashboard } from './pipeline-dashboard';

type Resource = Readonly<Record<string, unknown>>;

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

/** CloudFormation resources of a pipeline: a Glue job for each step, the role of its jobs, its definition in SSM, dashboard and alarms. */
export const pipelineResources = (stack: PipelineStack): Record<string, Resource> => ({
  JobRole: jobRole(stack),
  Definition: definitionParameter(stack),
  Dashboard: pipelineDashboard(stack.definition, stack.stage),
  ...pipelineAlarms(stack.definition, stack.stage, stack.alarmTopic),
  ...Object.fromEntries(stack.definition.steps.map((step) => [`${pascal(step.name)}Job`, glueJob(stack, step.name)])),
});

const glueJob = ({ file, code, stage, bucket }: PipelineStack, step: string): Resource => {
  const settings = file.steps[step];
  const script = settings && code.scripts.get(settings.job);
  if (!settings || !script) throw new Error(`Step "${step}" has no script; the file was not checked before.`);
  return {
    Type: 'AWS::Glue::Job',
    Properties: {
      Name: jobNameOf(stage, file.pipeline, step),
      Description: `Step ${step} of pipeline ${file.pipeline}`,
      Role: { 'Fn::GetAtt': ['JobRole', 'Arn'] },
      GlueVersion: '5.0',
      Command: { Name: 'glueetl', PythonVersion: '3', ScriptLocation: `s3://${bucket}/${script.key}` },
      DefaultArguments: {
        '--job-language': 'python',
        '--extra-py-files': `s3://${bucket}/${code.library.key}`,
        '--TempDir': `s3://${bucket}/temp/${file.pipeline}/`,
        '--enable-metrics': 'true',
        '--enable-observability-metrics': 'true',
      },
      WorkerType: settings.workerType,
      NumberOfWorkers: settings.workers,
      Timeout: settings.timeoutMinutes,
      // Retries have one owner, the orchestrator.
      MaxRetries: 0,
      ExecutionProperty: { MaxConcurrentRuns: file.concurrency.maxRuns },
      Tags: { application: 'glue-relay', stage, pipeline: file.pipeline },
    },
  };
};

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

const jobRole = ({ file, stage, bucket }: PipelineStack): Resource => {
  const inBucket = (pattern: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}/${pattern}` });
  const outputs = [...OUTPUT_AREAS, 'quarantine', 'temp'].map((area) => `${area}/${file.pipeline}/`);
  const inputs = [file.input.prefix, `code/${file.pipeline}/`];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: `relay-${stage}-${file.pipeline}-jobs`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'jobs',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'ReadInputsAndCode',
                Effect: 'Allow',
                Action: ['s3:GetObject', 's3:GetObjectVersion'],
                Resource: inputs.map((prefix) => inBucket(`${prefix}*`)),
              },
              {
                Sid: 'WriteOwnOutputs',
                Effect: 'Allow',
                Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
                Resource: outputs.map((prefix) => inBucket(`${prefix}*`)),
              },
              {
                Sid: 'ListThem',
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}` },
                Condition: { StringLike: { 's3:prefix': [...inputs, ...outputs].map((prefix) => `${prefix}*`) } },
              },
              {
                Sid: 'WriteLogs',
                Effect: 'Allow',
                Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: {
                  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills these in.
                  'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws-glue/jobs/*',
                },
              },
              {
                // CloudWatch takes no resource for this action; the namespace is Glue's own.
                Sid: 'WriteJobMetrics',
                Effect: 'Allow',
                Action: 'cloudwatch:PutMetricData',
                Resource: '*',
                Condition: { StringEquals: { 'cloudwatch:namespace': 'Glue' } },
              },
            ],
          },
        },
      ],
    },
  };
};

const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
