import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { startAwsProxy } from '../../support/aws-proxy';
import type { Drill } from '../drill';
import type { DrillWorld } from '../world';
import { until } from '../world';

const ACCEPTED = 'orchestrator-accepted';
const ENTRY = 'services/orchestrator/src/functions/on-dataset-accepted.ts';
const STUCK_SECONDS = '3600';
const THROTTLED_SHARE = 0.3;
const THROTTLED_RUNS = 10;

/** A message that nobody can read, beside good ones. */
export const poisonedMessage: Drill = async (world) => {
  await world.hasten(ACCEPTED, 1);
  await world.say(datasetAccepted.source, datasetAccepted.detailType, [{ nothing: 'of the contract' }]);
  const runId = await world.drop('beside-poison');
  await until('the message was given up', async () => (await world.depthOf(`${ACCEPTED}-dlq`)) > 0);
  return {
    runIds: [runId],
    seen: 'one message lies in accepted-dlq, and the run beside it goes on',
    variables: { QUEUE_URL: await world.urlOf(`${ACCEPTED}-dlq`) },
    missing: async () => [...(await world.unsuccessful([runId])), ...(await leftIn(world, `${ACCEPTED}-dlq`))],
  };
};

/** A Glue run that does not end. */
export const stuckRun: Drill = async (world) => {
  await world.setJobSeconds('second', STUCK_SECONDS);
  const runId = await world.drop('stuck');
  await until('its second step runs', async () => (await world.runOf(runId))?.steps.second?.state === 'RUNNING');
  return {
    runIds: [runId],
    seen: `step second of run ${runId} runs, and would for an hour`,
    variables: { RUN_ID: runId },
    mend: () => world.setJobSeconds('second', '0'),
    missing: () => world.unsuccessful([runId]),
  };
};

/** AWS throttles three calls of ten of the orchestrator. */
export const throttledAccount: Drill = async (world) => {
  let share = THROTTLED_SHARE;
  const functions = await world.engine.engineFunctions();
  const proxy = await startAwsProxy(world.relay.endpoint, () => (Math.random() < share ? 'throttle' : 'forward'));
  await world.engine.sendThrough(proxy.endpoint, functions);
  const names = Array.from({ length: THROTTLED_RUNS }, (_, index) => `throttled-${index}`);
  const runIds = await Promise.all(names.map((name) => world.drop(name)));
  await until('calls are throttled', async () => (proxy.fates.get('throttle') ?? 0) > THROTTLED_RUNS);
  return {
    runIds,
    seen: `${proxy.fates.get('throttle')} calls were throttled so far`,
    variables: {},
    mend: async () => {
      share = 0;
    },
    missing: () => world.unsuccessful(runIds),
    tidy: async () => {
      await world.engine.sendThrough(world.relay.endpoint, functions);
      await proxy.close();
    },
  };
};

/** A deploy after which a function fails on every event, and the deploy of the version before. */
export const badDeploy: Drill = async (world) => {
  const good: string[] = [];
  world.stacks.edit(ENTRY, (text) => {
    good.push(text);
    return `${text}\nthrow new Error('a bad deploy');\n`;
  });
  await world.stacks.deploy('orchestrator');
  await world.hasten(ACCEPTED, 1);
  const runId = await world.drop('bad-deploy');
  await until('its event was given up', async () => (await world.depthOf(`${ACCEPTED}-dlq`)) > 0);
  return {
    runIds: [runId],
    seen: 'the event of a file lies in accepted-dlq, for the function fails since its deploy',
    variables: {},
    mend: async () => {
      world.stacks.edit(ENTRY, () => good.join(''));
      await world.stacks.deploy('orchestrator');
    },
    missing: async () => [...(await world.unsuccessful([runId])), ...(await leftIn(world, `${ACCEPTED}-dlq`))],
  };
};

const leftIn = async (world: DrillWorld, queue: string): Promise<string[]> => {
  const left = await world.depthOf(queue);
  return left > 0 ? [`${left} messages in ${queue}`] : [];
};
