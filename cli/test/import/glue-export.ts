import type { GlueExport } from '../../src/import/export-schema';
import { glueExportSchema } from '../../src/import/export-schema';

type Given = Record<string, unknown>;

export const job = (Name: string, more: Given = {}): Given => ({
  Name,
  Command: { Name: 'glueetl', ScriptLocation: `s3://scripts/${Name}.py`, PythonVersion: '3' },
  GlueVersion: '5.0',
  WorkerType: 'G.1X',
  NumberOfWorkers: 4,
  Timeout: 60,
  MaxRetries: 0,
  ...more,
});

export const onDemand = (...jobs: string[]): Given => ({
  Name: 'begin',
  WorkflowName: 'nightly',
  Type: 'ON_DEMAND',
  State: 'CREATED',
  Actions: jobs.map((JobName) => ({ JobName })),
});

export const ended = (JobName: string, State = 'SUCCEEDED'): Given => ({ LogicalOperator: 'EQUALS', JobName, State });

/** A conditional trigger of one job. */
export const after = (JobName: string, Conditions: Given[], Logical = 'AND', more: Given = {}): Given => ({
  Name: `to-${JobName}`,
  WorkflowName: 'nightly',
  Type: 'CONDITIONAL',
  State: 'ACTIVATED',
  Predicate: { Logical, Conditions },
  Actions: [{ JobName }],
  ...more,
});

export const exported = (Triggers: Given[], more: Given = {}): GlueExport =>
  glueExportSchema.parse({
    Workflow: { Name: 'nightly' },
    Triggers,
    Jobs: ['a', 'b', 'c', 'd'].map((name) => job(name)),
    Crawlers: [{ Name: 'crawl', Targets: { S3Targets: [{ Path: 's3://lake/clean/' }] } }],
    ...more,
  });
