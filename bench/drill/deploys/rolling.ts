import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, paginateListFunctions } from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { Outcome } from '../judge';
import { judge } from '../judge';
import type { Stacks } from '../stacks';
import type { DrillWorld } from '../world';

const SERVICES = ['ingest', 'orchestrator', 'metrics', 'status'];
const DROP_EVERY_MS = 400;
/** Their messages come again this soon where a function is exchanged under them, instead of after 3 minutes; longer than it works. */
const QUEUES = ['ingest-intake', 'orchestrator-accepted', 'orchestrator-wake', 'metrics-ledger', 'status-projection'];
const COMES_AGAIN_SECONDS = 30;
const PROBE = 'relay-local-drill-probe';

/** A release in which the events that runs are made of have one field more, and ingest says an event that nobody knows. */
export const makeNewer = (newer: Stacks): void => {
  for (const event of ['dataset-accepted', 'run-state-change', 'step-state-change'])
    newer.edit(`shared/src/events/${event}.ts`, (text) =>
      text.replace('schemaVersion: z.literal(1),', "schemaVersion: z.literal(1), release: z.string().default('newer'),"),
    );
  newer.edit('services/ingest/src/app/settle.ts', (text) =>
    text.replace(
      'outgoing(datasetAccepted, JSON.parse(detail))]',
      "outgoing(datasetAccepted, JSON.parse(detail)), { source: 'relay.ingest', detailType: 'Dataset Profiled', detail: { rows: 1 } }]",
    ),
  );
  newer.edit('services/ingest/serverless.yml', (text) =>
    text.replace(
      "relay.ingest, 'events:detail-type': [Dataset Accepted,",
      "relay.ingest, 'events:detail-type': [Dataset Profiled, Dataset Accepted,",
    ),
  );
};

/**
 * While files keep coming, replaces one service after another by the newer release, then by the present one again: in
 * between each is a newer or older producer, and consumer, of every other.
 */
export const rolling = async (world: DrillWorld, newer: Stacks): Promise<Outcome[]> => {
  await probe(world);
  for (const queue of QUEUES) await world.hasten(queue, COMES_AGAIN_SECONDS);
  const outcomes: Outcome[] = [];
  const releases = [
    ...SERVICES.map((name) => ({ name, to: newer, release: 'newer' })),
    ...SERVICES.toReversed().map((name) => ({ name, to: world.stacks, release: 'present' })),
  ];
  for (const { name, to, release } of releases) {
    const what = `${name} replaced by the ${release} release`;
    console.log(`  ${what}`);
    const began = performance.now();
    const before = await codeOf(world, name);
    const feed = feeding(world, `${name}-${release}`);
    await to.deploy(name);
    const runIds = await feed.stop();
    const after = await codeOf(world, name);
    const outcome = await judge(world, what, runIds, (performance.now() - began) / 1000);
    const same = [...after].filter(([key, hash]) => before.get(key) === hash).map(([key]) => key);
    outcomes.push(
      same.length === after.size ? { ...outcome, problems: [...outcome.problems, 'its code did not change'] } : outcome,
    );
  }
  const said = await world.depthOf('drill-probe');
  console.log(`  ${said} events of the newer release were on the bus`);
  if (said === 0) throw new Error('no event of the newer release was seen on the bus: the drill drills nothing');
  return outcomes;
};

/** Drops a file every so often until it is told to stop. */
const feeding = (world: DrillWorld, name: string) => {
  const runIds: Promise<string>[] = [];
  let goesOn = true;
  const done = (async () => {
    while (goesOn) {
      runIds.push(world.drop(`${name}-${runIds.length}`));
      await sleep(DROP_EVERY_MS);
    }
  })();
  return {
    stop: async (): Promise<string[]> => {
      goesOn = false;
      await done;
      return Promise.all(runIds);
    },
  };
};

/** Keeps every event that only the newer release says, so that it is known that there were some. */
const probe = async ({ events, sqs }: DrillWorld): Promise<void> => {
  await sqs.send(new CreateQueueCommand({ QueueName: PROBE }));
  const rule = { Name: PROBE, EventBusName: 'relay-local' };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ detail: { release: [{ exists: true }] } }) }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${PROBE}`;
  await events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: rule.EventBusName, Targets: [{ Id: 'probe', Arn }] }));
};

const codeOf = async ({ lambda }: DrillWorld, service: string): Promise<Map<string, string>> => {
  const codes = new Map<string, string>();
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {}))
    for (const { FunctionName = '' } of Functions.filter((one) => one.FunctionName?.startsWith(`relay-${service}-local-`))) {
      const { CodeSha256 = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      codes.set(FunctionName, CodeSha256);
    }
  return codes;
};
