import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import type { Drill } from '../drill';
import { until } from '../world';

const FILES = ['one', 'two', 'three'];
/** More than doctor takes for a burst. */
const MANY = 1_200;

/** Nobody reads ingest's queue: what is dropped waits, for four days if it must. */
export const serviceDown: Drill = async (world) => {
  const uuid = await world.stopReading('relay-ingest-local-intake');
  const runIds = await Promise.all(FILES.map((name) => world.drop(`down-${name}`)));
  await until('the files wait in the queue', async () => (await world.depthOf('ingest-intake')) >= FILES.length);
  return {
    runIds,
    seen: `${FILES.length} files wait in the queue of ingest, none is lost`,
    variables: { UUID: uuid },
    missing: () => world.unsuccessful(runIds),
  };
};

/** The read model hears nothing for a while and has much to catch up with. */
export const fullQueue: Drill = async (world) => {
  const uuid = await world.stopReading('relay-status-local-projector');
  const details = Array.from({ length: MANY }, () => sweepCompleted.example);
  await world.say(sweepCompleted.source, sweepCompleted.detailType, details);
  await until('the queue is full', async () => (await world.depthOf('status-projection')) >= MANY);
  return {
    runIds: [],
    seen: `${await world.depthOf('status-projection')} events wait for status`,
    variables: { UUID: uuid },
    missing: async () => {
      const [left, dead] = [await world.depthOf('status-projection'), await world.depthOf('status-projection-dlq')];
      return [...(left > 10 ? [`${left} events wait still`] : []), ...(dead > 0 ? [`${dead} were given up`] : [])];
    },
  };
};

/** Glue's events do not arrive: the sweep takes their place. */
export const lostEvent: Drill = async (world) => {
  await world.events.send(new DisableRuleCommand({ Name: 'relay-local-orchestrator-glue-job' }));
  const runId = await world.drop('lost-event');
  return {
    runIds: [runId],
    seen: 'no end of a Glue job is heard of',
    variables: {},
    missing: () => world.unsuccessful([runId]),
  };
};

/** S3's events do not arrive: ingest's sweep finds the file. */
export const lostObject: Drill = async (world) => {
  await world.events.send(new DisableRuleCommand({ Name: 'relay-local-ingest-drops' }));
  const runId = await world.drop('lost-object');
  return {
    runIds: [runId],
    seen: 'a file lies in raw/ and nobody was told',
    variables: {},
    missing: () => world.unsuccessful([runId]),
  };
};
