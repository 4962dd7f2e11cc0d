import { databaseNameOf } from '../pipeline/names';
import type { PipelineStack, Resource } from './glue-template';

const CATALOG_ACTIONS = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetTables',
  'glue:CreateTable',
  'glue:UpdateTable',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
  'glue:CreatePartition',
  'glue:BatchCreatePartition',
  'glue:UpdatePartition',
  'glue:BatchUpdatePartition',
];

/** The role of a pipeline's crawlers: it reads the folders given and writes the tables of the pipeline's database. */
export const crawlerRole = ({ file, stage, bucket }: PipelineStack, folders: readonly string[]): Resource => {
  const database = databaseNameOf(stage, file.pipeline);
  const inBucket = (folder: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}/${folder}*` });
  const arn = (service: string, resource: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
  });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: `relay-${stage}-${file.pipeline}-crawlers`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'crawlers',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Sid: 'ReadWhatIsCrawled', Effect: 'Allow', Action: 's3:GetObject', Resource: folders.map(inBucket) },
              {
                Sid: 'ListIt',
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${bucket}` },
                Condition: { StringLike: { 's3:prefix': folders.map((folder) => `${folder}*`) } },
              },
              {
                Sid: 'WriteOwnTables',
                Effect: 'Allow',
                Action: CATALOG_ACTIONS,
                Resource: [arn('glue', 'catalog'), arn('glue', `database/${database}`), arn('glue', `table/${database}/*`)],
              },
              {
                Sid: 'WriteLogs',
                Effect: 'Allow',
                Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: arn('logs', 'log-group:/aws-glue/crawlers*'),
              },
            ],
          },
        },
      ],
    },
  };
};
