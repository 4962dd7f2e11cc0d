import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { TestRelay } from '../../test/support/relay';
import { startRelay } from '../../test/support/relay';
import { deployNoOpPipeline } from '../chain/no-op-pipeline';
import { readTrace } from '../chain/trace';
import { startAwsProxy } from '../support/aws-proxy';
import { acceptedNoOp, engineCloud } from '../support/engine-cloud';
import { faults, killWorker, repeatEvents } from './hazards';
import { brokenHistories, lost, notOnce } from './verdict';

/**
 * `npm run chaos`: many runs of a four-step pipeline of no-op jobs on the real local deploy, while events are repeated
 * and shuffled, Lambda workers are killed and AWS calls fail. Exit code 1 where at the end a run is lost, a step ran
 * twice, a history has a hole or a message was given up.
 */
const RUNS = Number(process.env.CHAOS_RUNS ?? 200);
const AT_ONCE = 100;
const FAILING_SHARE = 0.1;
/** For so long workers are killed, one every so often; a killed worker's messages come back after three minutes. */
const KILL_FOR_MS = 60_000;
const KILL_EVERY_MS = 700;
const DISTURB_EVERY_MS = 500;
const SWEEP_EVERY_MS = 5_000;
const ALL_ENDED_WITHIN_MS = 900_000;
const QUIET_AFTER_MS = 5_000;
const SHOWN = 20;
const LONGEST_SHOWN = 600;
/** Events only wake: the sweep takes the place of those that were given up, so that nothing is lost with them. */
const ONLY_WAKES = 'relay-local-orchestrator-glue-event-dlq';

const shuffled = <Value>(values: readonly Value[]): Value[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);

const every = (milliseconds: number, task: () => Promise<unknown>) => {
  let due = 0;
  return async (): Promise<void> => {
    if (Date.now() < due) return;
    due = Date.now() + milliseconds;
    await task();
  };
};

const chaos = async (relay: TestRelay) => {
  const cloud = engineCloud(relay);
  const { pid } = relay.address;
  await deployNoOpPipeline(relay.client, AT_ONCE);
  const proxy = await startAwsProxy(relay.endpoint, faults(FAILING_SHARE));
  try {
    await cloud.sendThrough(proxy.endpoint, await cloud.engineFunctions());
    const accepted = Array.from({ length: RUNS }, (_, index) => acceptedNoOp(`chaos-${index}`));
    const runIds = accepted.map(({ runId }) => runId);
    const began = Date.now();
    const injected = { events: RUNS, kills: 0 };
    await cloud.accept(shuffled([...accepted, ...accepted]));
    const disturb = every(DISTURB_EVERY_MS, async () => {
      injected.events += await repeatEvents(cloud.lambda, 'relay-orchestrator-local-onGlueEvent', readTrace(relay.trace));
    });
    const kill = every(KILL_EVERY_MS, async () => {
      if (Date.now() < began + KILL_FOR_MS && (await killWorker(pid))) injected.kills += 1;
    });
    const sweep = every(SWEEP_EVERY_MS, () =>
      cloud.lambda.send(new InvokeCommand({ FunctionName: 'relay-orchestrator-local-sweep', InvocationType: 'Event' })),
    );
    const runs = await cloud.ended(runIds, ALL_ENDED_WITHIN_MS, async () => {
      await Promise.all([disturb(), kill(), sweep(), sleep(200)]);
    });
    const seconds = Math.round((Date.now() - began) / 1000);
    await sleep(QUIET_AFTER_MS); // what is late must change nothing
    const trace = readTrace(relay.trace);
    const later = await cloud.runsOf(runIds);
    const deadLetters = await givenUp(relay);
    return {
      report: {
        runs: RUNS,
        seconds,
        repeatedEvents: injected.events,
        workersKilled: injected.kills,
        awsCalls: [...proxy.calls.values()].reduce((sum, count) => sum + count, 0),
        awsCallsThatFailed: Object.fromEntries([...proxy.fates].filter(([fate]) => fate !== 'forward')),
        givenUp: deadLetters,
        jobRunsStarted: trace.filter(({ event }) => event === 'start_job_run_received').length,
      },
      broken: [
        ...lost(runIds, later),
        ...notOnce(later, trace),
        ...(await brokenHistories(cloud.documents, later)),
        ...later
          .filter(({ runId, version }) => runs.find((run) => run.runId === runId)?.version !== version)
          .map(({ runId }) => `${runId} was changed after its end`),
        ...deadLetters.filter(({ name }) => name !== ONLY_WAKES).map(({ name, count }) => `${count} messages in ${name}`),
      ],
    };
  } finally {
    await proxy.close();
  }
};

/** Messages in the orchestrator's dead-letter queues, and one of each. */
const givenUp = async ({ client }: TestRelay): Promise<{ name: string; count: number; first: string }[]> => {
  const sqs = new SQSClient(client);
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'relay-local-orchestrator' }));
  const found: { name: string; count: number; first: string }[] = [];
  for (const QueueUrl of (QueueUrls ?? []).filter((url) => url.endsWith('-dlq'))) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    if (count === 0) continue;
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const name = QueueUrl.split('/').at(-1) ?? '';
    const first = (Messages?.[0]?.Body ?? '').slice(-LONGEST_SHOWN);
    found.push({ name, count, first });
  }
  return found;
};

/** Runs it and prints what came out. */
export const bench = async (): Promise<void> => {
  const relay = await startRelay();
  try {
    const { report, broken } = await chaos(relay);
    console.log(JSON.stringify(report, null, 2));
    for (const line of broken.slice(0, SHOWN)) console.log(`BROKEN ${line}`);
    console.log(
      broken.length === 0
        ? 'Nothing lost, nothing ran twice, every history whole, no message but wakes given up.'
        : `${broken.length} things are broken.`,
    );
    process.exitCode = broken.length === 0 ? 0 : 1;
  } finally {
    await relay.close();
  }
};
