import fc from 'fast-check';
import { pipelineResources } from '../src/deploy/glue-template';
import { loadPipeline } from '../src/deploy/load-pipeline';
import { parseEvent } from '../src/events/define-event';
import { runCommand } from '../src/events/run-command';
import { parsePipelineFile } from '../src/pipeline/parse-file';
import { nextDueOf, scheduleSchema } from '../src/pipeline/schedule';
import { pipelineFolder } from './support/pipeline-folder';

const FILE = `pipeline: sales
input: { prefix: raw/, suffix: [.csv], columns: [date, sales] }
parameters: { days: { type: number, default: 7, description: Days. } }
steps: { clean: { job: clean.py } }
`;

const AFTER = new Date('2026-11-21T18:00:00Z');

describe('the times of a schedule', () => {
  it.each([
    ['every day', 'cron(0 6 * * ? *)', 'UTC', '2026-11-22T06:00:00.000Z'],
    ['weekdays, on Saturday', 'cron(30 9 ? * MON-FRI *)', 'Europe/Berlin', '2026-11-23T08:30:00.000Z'],
    ['weekdays by number, Sunday being 1', 'cron(0 3 ? * 2-6 2026-2030)', 'UTC', '2026-11-23T03:00:00.000Z'],
    ['the first Monday of a month', 'cron(0 8 ? * 2#1 *)', 'UTC', '2026-12-07T08:00:00.000Z'],
    ['the last Friday of a month', 'cron(0 8 ? * 6L *)', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['the last day of a month', 'cron(0 0 L * ? *)', 'UTC', '2026-11-30T00:00:00.000Z'],
    ['the last weekday of a month', 'cron(0 0 LW * ? *)', 'UTC', '2026-11-30T00:00:00.000Z'],
    ['every quarter of an hour', 'cron(0/15 * * * ? *)', 'UTC', '2026-11-21T18:15:00.000Z'],
    ['summer time, from March on', 'cron(0 6 29 3 ? *)', 'Europe/Berlin', '2027-03-29T04:00:00.000Z'],
  ])('%s', (_, at, timeZone, due) => {
    expect(nextDueOf({ at, timeZone, enabled: true }, AFTER)?.toISOString()).toBe(due);
  });

  it('are not told of a rate, of a year that is over, and of a schedule that is not enabled', () => {
    expect(nextDueOf({ at: 'rate(1 hour)', timeZone: 'UTC', enabled: true }, AFTER)).toBeNull();
    expect(nextDueOf({ at: 'cron(0 6 * * ? 2020)', timeZone: 'UTC', enabled: true }, AFTER)).toBeNull();
    expect(nextDueOf({ at: 'cron(0 6 * * ? *)', timeZone: 'UTC', enabled: false }, AFTER)).toBeNull();
  });

  it('lie after the time asked for, at the minute and hour that the cron names', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.date({ min: AFTER, max: new Date('2030-01-01'), noInvalidDate: true }),
        (minute, hour, after) => {
          const due = nextDueOf({ at: `cron(${minute} ${hour} * * ? *)`, timeZone: 'UTC', enabled: true }, after);
          expect(due?.getTime()).toBeGreaterThan(after.getTime());
          expect([due?.getUTCMinutes(), due?.getUTCHours()]).toEqual([minute, hour]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    'rate(1 hours)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 6 * * * *)',
    'cron(0 6 ? * ? *)',
    'cron(0 25 * * ? *)',
    '0 6 * * *',
  ])('cannot be %s', (at) => expect(scheduleSchema.safeParse({ at }).success).toBe(false));
});

const faultsOf = (schedule: string): string => {
  try {
    parsePipelineFile(`${FILE}schedule: ${schedule}\n`, 'pipeline.yml');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('expected a fault');
};

it.each([
  ['{ at: cron(0 6 * * * *) }', 'pipeline.yml:5:17 schedule.at: expected a rate such as'],
  ['{ at: rate(1 day), timeZone: Berlin }', 'schedule.timeZone: expected a time zone such as Europe/Berlin'],
  ['{ at: rate(1 day), input: { key: raw/a.txt } }', 'schedule.input.key: expected a key under raw/ that ends in .csv'],
  ['{ at: rate(1 day), parameters: { days: many } }', 'schedule.parameters: parameter "days" expects a number'],
])('a wrong schedule is named by its field: %s', (schedule, fault) => expect(faultsOf(schedule)).toContain(fault));

describe('the resources of a schedule', () => {
  const resources = (schedule: string, stage = 'test') =>
    pipelineResources(loadPipeline(pipelineFolder(FILE + schedule), 'pipeline.yml', stage, 'bucket', 'topic'));

  it('are there where the file asks for one', () => {
    expect(Object.keys(resources('')).filter((name) => name.startsWith('Schedule'))).toEqual([]);
    const made = resources('schedule: { at: cron(0 6 * * ? *), timeZone: Europe/Berlin, enabled: false }\n');
    expect(made.Schedule).toMatchObject({
      Properties: {
        Name: 'relay-test-sales',
        ScheduleExpression: 'cron(0 6 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Berlin',
        State: 'DISABLED',
      },
    });
    expect(made.ScheduleDeadLettersAlarm).toMatchObject({ Properties: { AlarmActions: ['topic'] } });
  });

  it('say a command that the orchestrator takes', () => {
    const { Schedule } = resources('schedule: { at: rate(1 hour) }\n') as unknown as {
      Schedule: { Properties: { Target: { Input: string; EventBridgeParameters: { Source: string; DetailType: string } } } };
    };
    const { Input, EventBridgeParameters: says } = Schedule.Properties.Target;
    const detail = JSON.parse(Input.replaceAll('<aws.scheduler.scheduled-time>', '2026-11-21T18:00:00Z'));
    const envelope = { id: '1', time: '2026-11-21T18:00:00Z', account: '1', region: 'r' };
    const event = { ...envelope, source: says.Source, 'detail-type': says.DetailType, detail };
    expect(parseEvent(runCommand, event).detail).toMatchObject({
      type: 'scheduled-start',
      idempotencyKey: 'schedule/sales/2026-11-21T18:00:00Z',
      pipeline: 'sales',
    });
  });

  it('let the scheduler say nothing but commands', () => {
    const role = JSON.stringify(resources('schedule: { at: rate(1 hour) }\n').ScheduleRole);
    expect(role).toContain('"events:detail-type":"Run Command"');
    expect(role).not.toContain('"Resource":"*"');
  });

  it('are of seconds on the local cloud only', () => {
    const file = 'schedule: { at: rate(5 seconds) }\n';
    expect(resources(file, 'local').Schedule).toMatchObject({ Properties: { ScheduleExpression: 'rate(5 seconds)' } });
    expect(() => resources(file)).toThrow('schedule.at: expected minutes, hours or days');
  });
});
