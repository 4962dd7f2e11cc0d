import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { clientSettings } from '../connection';
import { nullWhere } from './null-where';
import type { StagePorts } from './ports';

const NOT_THERE = ['ResourceNotFoundException'];

/** Rules and schedules. */
export const awsRoutes = (settings: ReturnType<typeof clientSettings>): Pick<StagePorts, 'rule' | 'schedule'> => {
  const bus = new EventBridgeClient(settings);
  const scheduler = new SchedulerClient(settings);
  return {
    rule: (Name, EventBusName) =>
      nullWhere(NOT_THERE, async () => {
        const { State } = await bus.send(new DescribeRuleCommand({ Name, EventBusName }));
        const { Targets = [] } = await bus.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
        const targets = Targets.map(({ Arn = '', DeadLetterConfig }) => ({
          arn: Arn,
          deadLettersArn: DeadLetterConfig?.Arn ?? null,
        }));
        return { name: Name, enabled: State === 'ENABLED', targets };
      }),
    schedule: (Name) =>
      nullWhere(NOT_THERE, async () => {
        const { State, Target } = await scheduler.send(new GetScheduleCommand({ Name }));
        return { name: Name, enabled: State === 'ENABLED', targetArn: Target?.Arn ?? '' };
      }),
  };
};
