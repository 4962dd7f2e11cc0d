import { Cron } from 'croner';
import * as z from 'zod';
import { parametersSchema } from '../dataset';

/** Seconds are for the local cloud only; a deploy to another stage refuses them. */
const RATE = /^rate\((?:1 (?:second|minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:seconds|minutes|hours|days))\)$/;
const CRON = /^cron\((\S+ \S+ (\S+) \S+ (\S+) \S+)\)$/;

/**
 * A time in the terms of EventBridge Scheduler: `rate(6 hours)`, or `cron(minute hour day-of-month month day-of-week year)` in
 * which one of the two days is `?` and Sunday is 1. Source: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const expressionSchema = z
  .string()
  .refine(
    (expression) => RATE.test(expression) || isCron(expression),
    'expected a rate such as rate(6 hours) or a cron such as cron(30 6 ? * MON-FRI *), one of whose two days is "?"',
  );

const timeZoneSchema = z.string().refine((zone) => isTimeZone(zone), 'expected a time zone such as Europe/Berlin or UTC');

/** What a scheduled run is about: the newest file that the pipeline takes, no file at all, or one that is named. */
const scheduledInputSchema = z.union([z.enum(['latest', 'none']), z.strictObject({ key: z.string().min(1).max(1024) })]);

/** `schedule` of pipeline.yml, and as it is deployed. */
export const scheduleSchema = z.strictObject({
  at: expressionSchema,
  timeZone: timeZoneSchema.default('UTC'),
  input: scheduledInputSchema.default('latest'),
  parameters: parametersSchema.default({}),
  /** What becomes of a scheduled run while another run of the pipeline is active or waits. */
  whenActive: z.enum(['skip', 'queue']).default('skip'),
  enabled: z.boolean().default(true),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** Whether only the local cloud takes it. */
export const isInSeconds = ({ at }: Pick<Schedule, 'at'>): boolean => /^rate\(\d+ seconds?\)$/.test(at);

/**
 * When the schedule is due next after a time; null where it never is again, is not enabled, or is a rate, whose beginning only
 * the scheduler knows.
 */
export const nextDueOf = ({ at, timeZone, enabled }: Pick<Schedule, 'at' | 'timeZone' | 'enabled'>, after: Date): Date | null =>
  enabled && CRON.test(at) ? cronOf(at, timeZone).nextRun(after) : null;

const isCron = (expression: string): boolean => {
  const [, , dayOfMonth, dayOfWeek] = CRON.exec(expression) ?? [];
  if (dayOfMonth === undefined || (dayOfMonth === '?') === (dayOfWeek === '?')) return false;
  try {
    cronOf(expression, 'UTC');
    return true;
  } catch {
    return false;
  }
};

/** The scheduler's cron, which has no seconds, for the library: `?` is any day, and both days have to fit. */
const cronOf = (expression: string, timezone: string): Cron => {
  const fields = CRON.exec(expression)?.[1] ?? '';
  return new Cron(`0 ${fields.replaceAll('?', '*')}`, {
    timezone,
    mode: '7-part',
    alternativeWeekdays: true,
    domAndDow: true,
    sloppyRanges: true,
    paused: true,
  });
};

/** Making a format is most of the time that a definition takes to be parsed, and of zones there are few. */
const timeZones = new Set<string>();
const isTimeZone = (zone: string): boolean => {
  if (timeZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    timeZones.add(zone);
    return true;
  } catch {
    return false;
  }
};
