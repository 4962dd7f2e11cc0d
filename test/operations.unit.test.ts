import { readdirSync, readFileSync } from 'node:fs';
import { pipelineAlarms } from '@glue-relay/shared/deploy/pipeline-alarms';
import { examplePipeline, NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import { scheduleSchema } from '@glue-relay/shared/pipeline/schedule';

const stacks = [
  ...readdirSync('services').map((service) => `services/${service}/serverless.yml`),
  'services/metrics/openlineage.yml',
  'shared/serverless.yml',
];

const alarms = stacks.flatMap((stack) =>
  [...readFileSync(stack, 'utf8').matchAll(/AlarmName: (\S+)/g)].map(([, name]) =>
    (name ?? '').replace(/\$\{sls:stage\}/, '<stage>'),
  ),
);

/** Those that come with each pipeline's stack. */
const ofPipelines = Object.values(
  pipelineAlarms(
    {
      ...examplePipeline,
      pipeline: '<pipeline>',
      budget: { dailyDollars: 1 },
      schedule: scheduleSchema.parse({ at: 'rate(1 day)' }),
      alerts: { ...NO_ALERTS, noSuccessWithinHours: 24 },
    },
    '<stage>',
    'topic',
  ),
).map(({ Properties }) => Properties.AlarmName);

it('every alarm has its line in docs/operations.md, and no line is for an alarm that is gone', () => {
  const lines = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(alarms.length).toBeGreaterThan(0);
  expect(lines.sort()).toEqual([...alarms, ...ofPipelines].sort());
});
