import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { Look, RuleState, ScheduleState } from '../ports';
import { redeploy, resourcesOf } from '../ports';

/** Every rule is enabled, and what it sends goes somewhere that is there. */
export const checkRules = async (look: Look): Promise<Fault[]> => {
  const arns = await queueArns(look);
  const found = await Promise.all(
    resourcesOf(look, 'AWS::Events::Rule').map(async ({ physicalId, stack }) => {
      const { name, bus } = placeOf(physicalId);
      const rule = await look.ports.rule(name, bus);
      return rule ? faultsOfRule(look, rule, stack, arns) : [fail(`rule ${name} is not there`, redeploy(stack))];
    }),
  );
  return found.flat();
};

/** A rule on a bus of one's own is `bus|rule`. Source: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
const placeOf = (physicalId: string): { name: string; bus: string | null } => {
  const [bus, name] = physicalId.split('|');
  return name === undefined ? { name: physicalId, bus: null } : { name, bus: bus ?? null };
};

const faultsOfRule = async (look: Look, rule: RuleState, stack: string, arns: ReadonlySet<string>): Promise<Fault[]> => {
  const { name, enabled, targets } = rule;
  const lost = await Promise.all(targets.map(({ arn }) => missingTarget(look, arn, arns)));
  return [
    ...(enabled ? [] : [fail(`rule ${name} is disabled: its events are lost`, `aws events enable-rule, or ${redeploy(stack)}`)]),
    ...(targets.length > 0 ? [] : [fail(`rule ${name} has no target: its events are lost`, redeploy(stack))]),
    ...lost.flatMap((arn) => (arn === null ? [] : [fail(`rule ${name} sends to ${arn}, which is not there`, redeploy(stack))])),
    ...targets
      .filter(({ deadLettersArn }) => deadLettersArn === null)
      .map(({ arn }) => warn(`rule ${name} has no dead-letter queue for ${arn}`, redeploy(stack))),
  ];
};

/** The ARN where nothing is there. */
const missingTarget = async ({ ports }: Look, arn: string, queues: ReadonlySet<string>): Promise<string | null> => {
  const [, , service] = arn.split(':');
  if (service === 'sqs') return queues.has(arn) ? null : arn;
  if (service === 'lambda') return (await ports.hasFunction(arn)) ? null : arn;
  return null;
};

/** Every schedule is enabled: without the sweeps what no event said is never found. */
export const checkSchedules = async (look: Look): Promise<Fault[]> => {
  const arns = await queueArns(look);
  const found = await Promise.all(
    resourcesOf(look, 'AWS::Scheduler::Schedule').map(async ({ physicalId, stack }) => {
      const schedule = await look.ports.schedule(physicalId);
      return schedule
        ? faultsOfSchedule(look, schedule, stack, arns)
        : [fail(`schedule ${physicalId} is not there`, redeploy(stack))];
    }),
  );
  return found.flat();
};

const faultsOfSchedule = async (
  look: Look,
  schedule: ScheduleState,
  stack: string,
  arns: ReadonlySet<string>,
): Promise<Fault[]> => {
  const { name, enabled, targetArn } = schedule;
  const lost = await missingTarget(look, targetArn, arns);
  return [
    ...(enabled ? [] : [warn(`schedule ${name} is disabled`, `leave it where that is wanted; else ${redeploy(stack)}`)]),
    ...(lost === null ? [] : [fail(`schedule ${name} calls ${lost}, which is not there`, redeploy(stack))]),
  ];
};

const queueArns = async ({ ports }: Look): Promise<ReadonlySet<string>> => new Set((await ports.queues()).map(({ arn }) => arn));

/** Every function that reads a queue or a stream does so. */
export const checkSources = async (look: Look): Promise<Fault[]> => {
  const found = await Promise.all(
    resourcesOf(look, 'AWS::Lambda::EventSourceMapping').map(async ({ physicalId, logicalId, stack }) => {
      const source = await look.ports.source(physicalId);
      if (!source) return [fail(`${logicalId} of ${stack} is not there: nobody reads its queue`, redeploy(stack))];
      const remedy = `aws lambda update-event-source-mapping --uuid ${physicalId} --enabled`;
      return source.enabled
        ? []
        : [fail(`${source.function} does not read its queue or stream: the mapping is disabled`, remedy)];
    }),
  );
  return found.flat();
};
