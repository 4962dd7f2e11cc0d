import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { examine } from '../../src/doctor/examine';
import { doctorReport } from '../../src/render/doctor';
import type { TestStage } from './stage';
import { NOW, portsOf, STAGE, soundStage } from './stage';

const RULE = 'relay-test-ingest-drops';
const PARAMETER = `/relay/test/pipelines/${examplePipeline.pipeline}`;
const JOB = 'relay-local-demand-forecast-clean';
const { intake, dlq } = { intake: 'relay-test-ingest-intake', dlq: 'relay-test-ingest-intake-dlq' };

const examined = async (change: (stage: TestStage) => void) => {
  const stage = soundStage();
  change(stage);
  return (await examine(portsOf(stage), STAGE, () => NOW)).filter(({ level }) => level !== 'ok');
};
/** Replaces a part of one entry. */
const alter = <Value extends object>(map: Map<string, Value>, key: string, part: Partial<Value>): void => {
  const before = map.get(key);
  if (!before) throw new Error(`no ${key}`);
  map.set(key, { ...before, ...part });
};

it('finds nothing on a sound stage, and says so of each check', async () => {
  const findings = await examine(portsOf(soundStage()), STAGE, () => NOW);
  expect(findings.map(({ level }) => level)).toEqual(Array.from({ length: 12 }, () => 'ok'));
  expect(doctorReport(STAGE, findings)).toContain('Stage test: 12 well, 0 to look at, 0 to mend.');
});

it.each<[string, (stage: TestStage) => void, 'warn' | 'fail', string, string]>([
  ['a stack', (s) => s.stacks.delete('relay-metrics-test'), 'fail', 'stacks', 'stack relay-metrics-test is not there'],
  [
    'a stack that failed',
    (s) => alter(s.stacks, 'relay-status-test', { status: 'UPDATE_ROLLBACK_FAILED' }),
    'fail',
    'stacks',
    'stack relay-status-test is UPDATE_ROLLBACK_FAILED',
  ],
  [
    'a deploy that was rolled back',
    (s) => alter(s.stacks, 'relay-status-test', { status: 'UPDATE_ROLLBACK_COMPLETE' }),
    'warn',
    'stacks',
    'rolled its last deploy back',
  ],
  [
    'a parameter',
    (s) => s.parameters.delete('/relay/test/data-bucket/name'),
    'fail',
    'parameters',
    'parameter /relay/test/data-bucket/name is not there',
  ],
  [
    'a definition of another version',
    (s) => s.parameters.set(PARAMETER, JSON.stringify({ ...examplePipeline, schemaVersion: 2 })),
    'fail',
    'definitions',
    'schema version 2, this code reads 1',
  ],
  ['a definition that is no JSON', (s) => s.parameters.set(PARAMETER, '{'), 'fail', 'definitions', 'is not JSON'],
  ['a rule', (s) => s.rules.delete(RULE), 'fail', 'rules', `rule ${RULE} is not there`],
  ['a disabled rule', (s) => alter(s.rules, RULE, { enabled: false }), 'fail', 'rules', 'is disabled: its events are lost'],
  ['a rule without target', (s) => alter(s.rules, RULE, { targets: [] }), 'fail', 'rules', 'has no target'],
  [
    'a rule to nowhere',
    (s) => alter(s.rules, RULE, { targets: [{ arn: 'arn:aws:sqs:us-east-1:1:gone', deadLettersArn: 'x' }] }),
    'fail',
    'rules',
    'sends to arn:aws:sqs:us-east-1:1:gone, which is not there',
  ],
  [
    'a rule without dead letters',
    (s) => alter(s.rules, RULE, { targets: [{ arn: 'arn:aws:sqs:us-east-1:1:relay-test-ingest-intake', deadLettersArn: null }] }),
    'warn',
    'rules',
    'no dead-letter queue',
  ],
  ['a schedule', (s) => s.schedules.clear(), 'fail', 'schedules', 'schedule relay-test-ingest-sweep is not there'],
  [
    'a disabled schedule',
    (s) => alter(s.schedules, 'relay-test-ingest-sweep', { enabled: false }),
    'warn',
    'schedules',
    'is disabled',
  ],
  ['a schedule without function', (s) => s.functions.clear(), 'fail', 'schedules', 'which is not there'],
  [
    'a disabled event source',
    (s) => alter(s.sources, 'uuid-1', { enabled: false }),
    'fail',
    'sources',
    'intake does not read its queue or stream',
  ],
  [
    'dead letters',
    (s) => (s.queues = s.queues.map((one) => (one.name === dlq ? { ...one, depth: 3 } : one))),
    'warn',
    'queues',
    `${dlq} holds 3 messages`,
  ],
  [
    'a queue that fills',
    (s) => (s.queues = s.queues.map((one) => (one.name === intake ? { ...one, depth: 5_000 } : one))),
    'warn',
    'queues',
    `queue ${intake} holds 5000 messages`,
  ],
  ['a silent bucket', (s) => (s.bucket = { announces: false, versioned: true }), 'fail', 'bucket', 'does not tell EventBridge'],
  ['a bucket', (s) => (s.bucket = null), 'fail', 'bucket', 'bucket data is not there'],
  ['a Glue job', (s) => s.jobs.delete(JOB), 'fail', 'jobs', `Glue job ${JOB} is not there`],
  ['a script', (s) => alter(s.jobs, JOB, { code: ['code/none.py'] }), 'fail', 'jobs', 'runs code/none.py, which is not there'],
  ['retries of Glue', (s) => alter(s.jobs, JOB, { maxRetries: 2 }), 'warn', 'jobs', 'retries by itself'],
  [
    'too small a quota',
    (s) => (s.quotas = { concurrentRuns: 3, dpus: 100 }),
    'warn',
    'quotas',
    'may need 4 job runs at once, the account has 3',
  ],
  [
    'a sweep that stopped',
    (s) => s.logged.delete('relay-orchestrator-test-sweep'),
    'fail',
    'sweeps',
    'the sweep of orchestrator has not run for 10 minutes',
  ],
  ['a clock that is off', (s) => (s.serverTime = new Date(NOW.getTime() + 400_000)), 'fail', 'clock', 'is 400 s off'],
])('finds %s that is missing or wrong', async (_, change, level, check, what) => {
  const findings = await examined(change);
  expect(findings).toContainEqual({ check, level, what: expect.stringContaining(what), remedy: expect.any(String) });
});

it('says what the caller may not look at, and looks at the rest', async () => {
  const denied = Object.assign(new Error('User ana is not authorized to perform: events:DescribeRule'), {
    name: 'AccessDeniedException',
  });
  const ports = { ...portsOf(soundStage()), rule: () => Promise.reject(denied) };
  const findings = await examine(ports, STAGE, () => NOW);
  expect(findings.filter(({ level }) => level === 'fail')).toEqual([
    { check: 'rules', level: 'fail', what: `you may not look: ${denied.message}`, remedy: expect.any(String) },
  ]);
  expect(findings).toHaveLength(12);
});

it('goes on where a check meets what it does not know', async () => {
  const ports = { ...portsOf(soundStage()), hasLogged: () => Promise.reject(new Error('fetch failed')) };
  const findings = await examine(ports, STAGE, () => NOW);
  expect(findings.filter(({ level }) => level === 'fail')).toEqual([
    { check: 'sweeps', level: 'fail', what: 'could not be looked at: fetch failed', remedy: expect.any(String) },
  ]);
});

it('finds a crawler that is missing', async () => {
  const [first] = examplePipeline.steps;
  const crawl = {
    name: 'crawl',
    kind: 'crawler',
    crawlerName: 'relay-test-crawl',
    after: [],
    fanIn: 'all',
    timeoutMinutes: 5,
    retry: [],
  };
  const definition = JSON.stringify({ ...examplePipeline, steps: [first, crawl] });
  const findings = await examined((stage) => stage.parameters.set(PARAMETER, definition));
  expect(findings).toMatchObject([{ check: 'jobs', what: 'crawler relay-test-crawl is not there' }]);
});

it('knows no quotas of the local cloud', async () => {
  const stage = { ...soundStage(), quotas: null };
  expect(await examine(portsOf(stage), STAGE, () => NOW)).toContainEqual({
    check: 'quotas',
    level: 'ok',
    what: 'not available on the local cloud',
    remedy: null,
  });
});
