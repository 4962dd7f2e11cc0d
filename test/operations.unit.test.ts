import { readdirSync, readFileSync } from 'node:fs';

const stacks = [...readdirSync('services').map((service) => `services/${service}/serverless.yml`), 'shared/serverless.yml'];

const alarms = stacks.flatMap((stack) =>
  [...readFileSync(stack, 'utf8').matchAll(/AlarmName: (\S+)/g)].map(([, name]) =>
    (name ?? '').replace(/\$\{sls:stage\}/, '<stage>'),
  ),
);

it('every alarm has its line in docs/operations.md, and no line is for an alarm that is gone', () => {
  const lines = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(alarms.length).toBeGreaterThan(0);
  expect(lines.sort()).toEqual(alarms.sort());
});
