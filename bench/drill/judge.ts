import { setTimeout as sleep } from 'node:timers/promises';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { NO_OP_STEPS } from '../chain/no-op-pipeline';
import { readTrace } from '../chain/trace';
import { brokenHistories, lost, notOnce } from '../chaos/verdict';
import type { DrillWorld } from './world';
import { settled } from './world';

const ENDED_WITHIN_MS = 240_000;
const KNOWN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** A line of the table: what was done, and what became of the runs meanwhile. */
export interface Outcome {
  readonly what: string;
  readonly runs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly seconds: number;
  /** Each in words: what was lost or doubled, what history is broken, what status does not know. */
  readonly problems: readonly string[];
}

/** Waits for the runs and says what became of them: in the orchestrator, by the cloud's trace of starts, and in status. */
export const judge = async (world: DrillWorld, what: string, runIds: readonly string[], seconds: number): Promise<Outcome> => {
  await world.engine.ended(runIds, ENDED_WITHIN_MS, () => sleep(LOOK_EVERY_MS));
  const runs = await world.engine.runsOf(runIds);
  const gone = lost(runIds, runs);
  const doubled = notOnce(runs, readTrace(world.relay.trace));
  const problems = [
    ...gone,
    ...doubled,
    ...(await brokenHistories(world.engine.documents, runs)),
    ...(await settled(() => unknownToStatus(world, runIds), KNOWN_WITHIN_MS)),
  ];
  return { what, runs: runIds.length, lost: gone.length, doubled: doubled.length, seconds, problems };
};

const toldRunSchema = z.object({
  state: z.string(),
  steps: z.array(z.object({ state: z.string() })),
  journal: z.array(z.unknown()),
});

/** Runs that status does not tell as succeeded, step by step, with their history. */
export const unknownToStatus = async ({ relay }: DrillWorld, runIds: readonly string[]): Promise<string[]> => {
  const { Parameter } = await new SSMClient(relay.client).send(new GetParameterCommand({ Name: '/relay/local/status/api-url' }));
  const faults = await Promise.all(runIds.map(async (runId) => faultOf(await fetch(`${Parameter?.Value}/runs/${runId}`))));
  return faults.flatMap((fault, index) => (fault ? [`${runIds[index]} in status: ${fault}`] : []));
};

const faultOf = async (answer: Response): Promise<string | null> => {
  if (!answer.ok) return `answer ${answer.status}`;
  const { state, steps, journal } = toldRunSchema.parse(await answer.json());
  if (state !== 'SUCCEEDED') return `it is ${state}`;
  if (steps.filter((step) => step.state === 'SUCCEEDED').length !== NO_OP_STEPS.length) return 'not every step is told';
  return journal.length > NO_OP_STEPS.length ? null : 'its history is not whole';
};
