import { batchesPrefixOf, championParameterOf, OUTPUT_AREAS } from '../pipeline/names';
import { assumedByGlue } from './assumed-by-glue';
import type { PipelineStack, Resource } from './glue-template';

/** The role of a pipeline's jobs: it reads its input and code, and writes its own outputs, logs and metrics. */
export const jobRole = ({ file, stage, bucket }: PipelineStack): Resource => {
  const inBucket = (pattern: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}/${pattern}` });
  const outputs = [...OUTPUT_AREAS, 'quarantine', 'temp'].map((area) => `${area}/${file.pipeline}/`);
  const inputs = [file.input.prefix, `code/${file.pipeline}/`, batchesPrefixOf(file.pipeline)];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: `relay-${stage}-${file.pipeline}-jobs`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [assumedByGlue],
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
                Sid: 'ReadWhichModelIsChampion',
                Effect: 'Allow',
                Action: 'ssm:GetParameter',
                Resource: {
                  'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${championParameterOf(stage, file.pipeline)}`,
                },
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
