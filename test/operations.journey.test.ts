import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { scheduleTarget } from '@glue-relay/shared/deploy/schedule-template';
import { pipelineParameterOf, scheduleNameOf } from '@glue-relay/shared/pipeline/names';
import { scheduleSchema } from '@glue-relay/shared/pipeline/schedule';
import { deployOneStep } from '../bench/support/one-step-pipeline';
import type { Finding } from '../cli/src/doctor/finding';
import { eventually } from './support/eventually';
import type { TestRelay } from './support/relay';
import { sharedRelay } from './support/shared-relay';

const PIPELINE = 'scheduled';
const JOB_SECONDS = 3;
const WITHIN_MS = 120_000;

interface ListedRun {
  readonly runId: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

let cloud: TestRelay;
beforeAll(() => {
  cloud = sharedRelay();
});
afterAll(() => cloud.close());

it('a schedule starts runs, and never one over another', async () => {
  const definition = await deployOneStep(cloud, PIPELINE, { maxRuns: 5, seconds: JOB_SECONDS });
  const ssm = new SSMClient(cloud.client);
  const deploy = (at: string) =>
    ssm.send(
      new PutParameterCommand({
        Name: pipelineParameterOf('local', PIPELINE),
        Type: 'String',
        Overwrite: true,
        Value: JSON.stringify({
          ...definition,
          schedule: scheduleSchema.parse({ at, timeZone: 'Europe/Berlin', input: 'none' }),
        }),
      }),
    );
  await deploy('rate(1 second)');
  const scheduler = new SchedulerClient(cloud.client);
  const { EventBridgeParameters, Input } = scheduleTarget('local', PIPELINE);
  const Name = scheduleNameOf('local', PIPELINE);
  await scheduler.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: 'rate(1 second)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/relay-local',
        RoleArn: 'arn:aws:iam::000000000000:role/schedule',
        EventBridgeParameters,
        Input,
      },
    }),
  );
  try {
    const runs = await eventually(
      async () => (await cloud.json<{ runs: ListedRun[] }>('runs', '--pipeline', PIPELINE, '--limit', '100')).document.runs,
      (listed) => listed.filter(({ state }) => state === 'SUCCEEDED').length >= 2,
      WITHIN_MS,
    );
    expect(runs.filter(({ state }) => state === 'SKIPPED').length).toBeGreaterThan(0);
    const ran = runs
      .filter(({ startedAt }) => startedAt !== null)
      .sort((one, other) => ((one.startedAt ?? '') < (other.startedAt ?? '') ? -1 : 1));
    for (const [index, run] of ran.slice(1).entries()) {
      const before = ran[index]?.endedAt ?? null;
      expect(before).not.toBeNull();
      expect((run.startedAt ?? '') >= (before ?? '')).toBe(true);
    }
  } finally {
    await scheduler.send(new DeleteScheduleCommand({ Name }));
  }
  await deploy('cron(30 6 * * ? *)');
  const due = await eventually(
    async () => (await cloud.json<{ pipelines: { pipeline: string; nextDue: string | null }[] }>('pipelines')).document.pipelines,
    (listed) => listed.some(({ pipeline, nextDue }) => pipeline === PIPELINE && nextDue !== null),
    WITHIN_MS,
  );
  expect(due.find(({ pipeline }) => pipeline === PIPELINE)?.nextDue).toMatch(/T0[45]:30:00.000Z$/);
}, 260_000);

describe('relay doctor', () => {
  /** A rule that nothing but a rebuild uses, and a parameter that is read at a deploy only. */
  const rule = { Name: 'relay-local-metrics-republish', EventBusName: 'relay-local' };
  const parameter = '/relay/local/alarm-topic/arn';
  const failures = async (): Promise<string[]> => {
    const { document } = await cloud.json<{ findings: Finding[] }>('doctor');
    return document.findings.filter(({ level, check }) => level === 'fail' && check !== 'jobs').map(({ what }) => what);
  };

  it('finds a deployed stage sound, and names what was broken on it', async () => {
    expect(await failures()).toEqual([]);
    const events = new EventBridgeClient(cloud.client);
    const ssm = new SSMClient(cloud.client);
    const { Targets = [] } = await events.send(
      new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName: rule.EventBusName }),
    );
    const Value = (await ssm.send(new GetParameterCommand({ Name: parameter }))).Parameter?.Value ?? '';
    await events.send(new DisableRuleCommand(rule));
    await events.send(
      new RemoveTargetsCommand({ Rule: rule.Name, EventBusName: rule.EventBusName, Ids: Targets.map(({ Id }) => Id ?? '') }),
    );
    await ssm.send(new DeleteParameterCommand({ Name: parameter }));
    try {
      expect((await failures()).sort()).toEqual([
        `parameter ${parameter} is not there`,
        `rule ${rule.Name} has no target: its events are lost`,
        `rule ${rule.Name} is disabled: its events are lost`,
      ]);
      expect((await cloud.relay('doctor')).code).toBe(1);
    } finally {
      await events.send(new EnableRuleCommand(rule));
      await events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: rule.EventBusName, Targets }));
      await ssm.send(new PutParameterCommand({ Name: parameter, Type: 'String', Value }));
    }
    expect(await failures()).toEqual([]);
  }, 120_000);
});
