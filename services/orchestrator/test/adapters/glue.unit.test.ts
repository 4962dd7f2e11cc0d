import {
  BatchStopJobRunCommand,
  GetJobRunCommand,
  GetJobRunsCommand,
  GlueClient,
  StartJobRunCommand,
} from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { startAnswerOf } from '../../src/adapters/kinds/glue-errors';
import { findJobRun, glueJobs, StopError } from '../../src/adapters/kinds/glue-job';
import { aJob, aStep, MINUTE, T0 } from '../factories';

const client = new GlueClient({ region: 'us-east-1' });
const mock = mockClient(client);
const jobs = glueJobs(client, client);
const work = aJob('s', { definition: aStep('s', [], { jobName: 'j', timeoutMinutes: 7 }) });
const named = (name: string, fields = {}) => Object.assign(new Error('m'), { name, ...fields });

beforeEach(() => mock.reset());

it.each([
  ['ConcurrentRunsExceededException', {}, { type: 'no-capacity', mayHaveStarted: false }],
  ['CrawlerRunningException', {}, { type: 'no-capacity', mayHaveStarted: false }],
  ['ThrottlingException', {}, { type: 'no-capacity', mayHaveStarted: false }],
  ['InternalServiceException', {}, { type: 'no-capacity', mayHaveStarted: true }],
  ['ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }, { type: 'no-capacity', mayHaveStarted: true }],
  ['TimeoutError', {}, { type: 'no-capacity', mayHaveStarted: true }],
  ['Error', { code: 'ECONNRESET' }, { type: 'no-capacity', mayHaveStarted: true }],
  ['EntityNotFoundException', {}, { type: 'refused' }],
  ['AccessDeniedException', {}, { type: 'refused' }],
])('reads a start that failed with %s %j', (name, fields, expected) => {
  expect(startAnswerOf(named(name, fields))).toMatchObject(expected);
});

it('throws on what is a bug of ours', () => {
  expect(() => startAnswerOf(new TypeError('x is undefined'))).toThrow(TypeError);
});

it('starts with the arguments and the timeout of the step', async () => {
  mock.on(StartJobRunCommand).resolves({ JobRunId: 'jr_1' });

  const answer = await jobs.start({ ...work, arguments: { '--relay_step': 's' } });

  expect(answer).toEqual({ type: 'started', executionId: 'jr_1' });
  expect(mock.commandCalls(StartJobRunCommand)[0]?.args[0].input).toEqual({
    JobName: 'j',
    Arguments: { '--relay_step': 's' },
    Timeout: 7,
  });
});

describe('once the table was restored', () => {
  const RESTORED_AT = Date.parse('2026-11-12T12:00:00Z');
  const restored = glueJobs(client, client, RESTORED_AT);
  const given = (runId: string) => ({
    ...work,
    runId,
    arguments: { '--relay_run_id': runId, '--relay_step': 's', '--relay_attempt': '1' },
  });
  const [older, younger] = ['20261112T115959Z-3f2a9c41d07b', '20261112T120000Z-3f2a9c41d07b'];
  const done = { Id: 'jr_0', JobRunState: 'SUCCEEDED' as const, StartedOn: new Date(RESTORED_AT) };

  it('adopts what an older run had started already, whatever came of it', async () => {
    mock.on(GetJobRunsCommand).resolves({ JobRuns: [{ ...done, Arguments: given(older).arguments }] });

    expect(await restored.start(given(older))).toMatchObject({
      type: 'execution',
      execution: { executionId: 'jr_0', state: 'SUCCEEDED' },
    });
    expect(mock.commandCalls(StartJobRunCommand)).toHaveLength(0);
  });

  it('starts what an older run had not started, and does not search for that of a younger one', async () => {
    mock.on(GetJobRunsCommand).resolves({ JobRuns: [] }).on(StartJobRunCommand).resolves({ JobRunId: 'jr_1' });

    expect(await restored.start(given(older))).toEqual({ type: 'started', executionId: 'jr_1' });
    expect(await restored.start(given(younger))).toEqual({ type: 'started', executionId: 'jr_1' });
    expect(mock.commandCalls(GetJobRunsCommand)).toHaveLength(1);
  });

  it('starts nothing where it cannot be known', async () => {
    mock.on(GetJobRunsCommand).rejects(named('ThrottlingException'));

    expect(await restored.start(given(older))).toMatchObject({ type: 'no-capacity' });
    expect(mock.commandCalls(StartJobRunCommand)).toHaveLength(0);
  });
});

it('searches over pages, newest first, no further back than asked', async () => {
  const Arguments = { '--relay_run_id': 'r', '--relay_step': 's', '--relay_attempt': '2' };
  const jobRun = (Id: string, at: number, given = Arguments) => ({
    Id,
    StartedOn: new Date(at),
    JobRunState: 'RUNNING' as const,
    Arguments: given,
  });
  mock
    .on(GetJobRunsCommand)
    .resolvesOnce({ JobRuns: [jobRun('other', T0 + 9, { ...Arguments, '--relay_attempt': '1' })], NextToken: 'more' })
    .resolvesOnce({ JobRuns: [jobRun('sought', T0 + 5), jobRun('too-old', T0 - MINUTE * 3)], NextToken: 'never read' });

  const found = await jobs.observe({ ...work, arguments: Arguments }, { since: T0 });

  expect(found?.executionId).toBe('sought');
  expect(mock.commandCalls(GetJobRunsCommand)).toHaveLength(2);
});

it('takes a stop of what is over already as done, and throws on any other', async () => {
  const failing = (ErrorCode: string) =>
    mock.on(BatchStopJobRunCommand).resolves({ Errors: [{ JobRunId: 'jr', ErrorDetail: { ErrorCode } }] });

  failing('InvalidJobRunStateException');
  await expect(jobs.stop(work, 'jr')).resolves.toBeNull();
  failing('ThrottlingException');
  await expect(jobs.stop(work, 'jr')).rejects.toThrow(StopError);
});

describe('what Glue bills of a job run', () => {
  const billedOf = async (fields: object) => {
    mock.on(GetJobRunCommand).resolves({ JobRun: { Id: 'jr_1', JobRunState: 'SUCCEEDED', ...fields } });
    return (await findJobRun(client)('j', 'jr_1'))?.execution.billed;
  };

  it.each([
    [
      'time by workers',
      { ExecutionTime: 120, WorkerType: 'G.2X', NumberOfWorkers: 3 },
      { dpuSeconds: 720, executionClass: 'STANDARD' },
    ],
    [
      'a minute at least',
      { ExecutionTime: 5, WorkerType: 'G.1X', NumberOfWorkers: 2 },
      { dpuSeconds: 120, executionClass: 'STANDARD' },
    ],
    [
      'its own count where it gives one',
      { ExecutionTime: 900, DPUSeconds: 333, ExecutionClass: 'FLEX', WorkerType: 'G.1X', NumberOfWorkers: 9 },
      { dpuSeconds: 333, executionClass: 'FLEX' },
    ],
    ['nothing that can be told without workers', { ExecutionTime: 120 }, null],
  ])('is %s', async (_, fields, expected) => {
    expect(await billedOf(fields)).toEqual(expected);
  });
});
