import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { clientSettings } from '../connection';
import { nullWhere } from './null-where';
import type { RuleState, StagePorts } from './ports';

const NOT_THERE = ['ResourceNotFoundException'];

/** Rules and schedules. */
export const awsRoutes = (settings: ReturnType<typeof clientSettings>, stage: string): Pick<StagePorts, 'rule' | 'schedule'> => {
  const bus = new EventBridgeClient(settings);
  const scheduler = new SchedulerClient(settings);
  return {
    rule: async (name, named) => {
      for (const place of named === null ? ['default', `relay-${stage}`] : [named]) {
        const found = await nullWhere(NOT_THERE, () => ruleOf(bus, name, place));
        if (found) return found;
      }
      return null;
    },
    schedule: (Name) =>
      nullWhere(NOT_THERE, async () => {
        const { State, Target } = await scheduler.send(new GetScheduleCommand({ Name }));
        return { name: Name, enabled: State === 'ENABLED', targetArn: Target?.Arn ?? '' };
      }),
  };
};

const ruleOf = async (bus: EventBridgeClient, Name: string, EventBusName: string): Promise<RuleState> => {
  const { State } = await bus.send(new DescribeRuleCommand({ Name, EventBusName }));
  const { Targets = [] } = await bus.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
  const targets = Targets.map(({ Arn = '', DeadLetterConfig }) => ({ arn: Arn, deadLettersArn: DeadLetterConfig?.Arn ?? null }));
  return { name: Name, enabled: State === 'ENABLED', targets };
};
