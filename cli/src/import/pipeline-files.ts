/** A script that has to be brought along: its name in `jobs/`, and where it lies now. */
export interface ScriptToBring {
  readonly name: string;
  readonly from: string | null;
}

/** The serverless.yml that deploys the pipeline. */
export const serverlessFile = (pipeline: string): string => `# Deploys this pipeline alone: all of it is made from pipeline.yml.
service: relay-${pipeline}
frameworkVersion: '>=4 <5'
configValidationMode: error
plugins:
  - '@glue-relay/shared/pipeline-plugin'
provider:
  name: aws
  region: \${env:AWS_REGION, 'us-east-1'}
  stage: \${opt:stage, 'dev'}
  deploymentMethod: direct
  tags: { application: glue-relay, stage: '\${sls:stage}' }
custom:
  relay:
    dataBucket: \${ssm:/relay/\${sls:stage}/data-bucket/name}
    alarmTopic: \${ssm:/relay/\${sls:stage}/alarm-topic/arn}
`;

/** Stands in for a script until it is brought along. */
export const jobStub = ({ name, from }: ScriptToBring): string => `"""Stands in for the workflow's own script.

Read --input, write below --output_root, and end with a report (relay_job does both for you; see glue/demand-forecast/jobs).
"""

raise NotImplementedError("jobs/${name}: bring the script${from ? ` from ${from}` : ''} here")
`;
