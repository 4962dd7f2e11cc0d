import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { PLATFORM, stackNameOf } from '../../src/doctor/checks/stacks';
import type { JobState, QueueState, RuleState, ScheduleState, Stack, StagePorts } from '../../src/doctor/ports';

export const NOW = new Date('2026-11-21T18:00:00Z');
export const STAGE = 'test';
const QUEUE = 'arn:aws:sqs:us-east-1:1:relay-test-ingest-intake';
const FUNCTION = 'arn:aws:lambda:us-east-1:1:function:relay-ingest-test-sweep';

/** A stage on which all is in place; each part may be changed. */
export const soundStage = () => {
  const ingest = stackNameOf(STAGE, 'ingest');
  const resource = (type: string, physicalId: string) => ({ stack: ingest, type, logicalId: 'It', physicalId });
  const stacks = new Map<string, Stack>(
    PLATFORM.map(({ service }) => {
      const name = stackNameOf(STAGE, service);
      const resources = [
        resource('AWS::Events::Rule', 'relay-test|relay-test-ingest-drops'),
        resource('AWS::Scheduler::Schedule', 'relay-test-ingest-sweep'),
        resource('AWS::SSM::Parameter', '/relay/test/data-bucket/name'),
        resource('AWS::SQS::Queue', 'https://sqs/1/relay-test-ingest-intake'),
        resource('AWS::Lambda::EventSourceMapping', 'uuid-1'),
      ];
      return [name, { name, status: 'CREATE_COMPLETE', resources: service === 'ingest' ? resources : [] }];
    }),
  );
  return {
    stacks,
    parameters: new Map([
      ['/relay/test/data-bucket/name', 'data'],
      [`/relay/test/pipelines/${examplePipeline.pipeline}`, JSON.stringify(examplePipeline)],
    ]),
    rules: new Map<string, RuleState>([
      [
        'relay-test-ingest-drops',
        { name: 'relay-test-ingest-drops', enabled: true, targets: [{ arn: QUEUE, deadLettersArn: `${QUEUE}-dlq` }] },
      ],
    ]),
    schedules: new Map<string, ScheduleState>([
      ['relay-test-ingest-sweep', { name: 'relay-test-ingest-sweep', enabled: true, targetArn: FUNCTION }],
    ]),
    queues: [
      { name: 'relay-test-ingest-intake', arn: QUEUE, depth: 0, deadLettersArn: `${QUEUE}-dlq` },
      { name: 'relay-test-ingest-intake-dlq', arn: `${QUEUE}-dlq`, depth: 0, deadLettersArn: null },
    ] as QueueState[],
    functions: new Set([FUNCTION]),
    sources: new Map([['uuid-1', { enabled: true, function: 'intake' }]]),
    jobs: new Map<string, JobState>(
      examplePipeline.steps.flatMap((step) =>
        step.kind === 'glue-job'
          ? [[step.jobName, { name: step.jobName, maxConcurrentRuns: 1, maxRetries: 0, maxDpus: 2, code: ['code/clean.py'] }]]
          : [],
      ),
    ),
    objects: new Set(['code/clean.py']),
    crawlers: new Set<string>(),
    bucket: { announces: true, versioned: true } as { announces: boolean; versioned: boolean } | null,
    quotas: { concurrentRuns: 100, dpus: 100 } as Awaited<ReturnType<StagePorts['quotas']>>,
    logged: new Set(['relay-ingest-test-sweep', 'relay-orchestrator-test-sweep']),
    serverTime: NOW as Date | null,
  };
};
export type TestStage = ReturnType<typeof soundStage>;

export const portsOf = (stage: TestStage): StagePorts => ({
  stack: async (name) => stage.stacks.get(name) ?? null,
  parameters: async () => stage.parameters,
  rule: async (name) => stage.rules.get(name) ?? null,
  schedule: async (name) => stage.schedules.get(name) ?? null,
  queues: async () => stage.queues,
  hasFunction: async (arn) => stage.functions.has(arn),
  source: async (id) => stage.sources.get(id) ?? null,
  hasCrawler: async (name) => stage.crawlers.has(name),
  job: async (name) => stage.jobs.get(name) ?? null,
  hasObject: async (_, key) => stage.objects.has(key),
  bucket: async () => stage.bucket,
  quotas: async () => stage.quotas,
  hasLogged: async (name) => stage.logged.has(name),
  serverTime: async () => stage.serverTime,
});
