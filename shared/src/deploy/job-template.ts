import { jobNameOf } from '../pipeline/names';
import type { PipelineStack, Resource } from './glue-template';

/** The Glue job of a step. Source of the arguments: docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html */
export const glueJob = ({ file, code, stage, bucket }: PipelineStack, step: string): Resource => {
  const settings = file.steps[step];
  const script = settings?.kind === 'glue-job' ? code.scripts.get(settings.job) : undefined;
  if (settings?.kind !== 'glue-job' || !script) throw new Error(`Step "${step}" has no script; the file was not checked before.`);
  const modules = settings.pythonModules ?? file.pythonModules;
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
        ...(modules.length > 0 ? { '--additional-python-modules': modules.join(',') } : {}),
        ...(settings.autoScaling ? { '--enable-auto-scaling': 'true' } : {}),
      },
      ExecutionClass: settings.executionClass,
      WorkerType: settings.workerType,
      // With auto scaling this is the most that it may take.
      NumberOfWorkers: settings.workers,
      Timeout: settings.timeoutMinutes,
      // Retries have one owner, the orchestrator.
      MaxRetries: 0,
      ExecutionProperty: { MaxConcurrentRuns: file.concurrency.maxRuns },
      Tags: { application: 'glue-relay', stage, pipeline: file.pipeline },
    },
  };
};
