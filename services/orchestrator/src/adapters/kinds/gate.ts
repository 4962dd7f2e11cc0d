import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { decisionKeyOf } from '@glue-relay/shared/pipeline/names';
import { judgeGate } from '../../domain/gate';
import type { Execution } from '../../domain/observation';
import type { Work } from '../../domain/work';
import type { StepKind } from '../../step-kinds';

/** Nothing is started outside, so every attempt of a gate is the same wait. */
const EXECUTION_ID = 'champion';

/**
 * Gates as a kind of step: they wait for the decision about their run's model, which metrics leaves in the data bucket before
 * it says it on the bus. Each look reads that object, so that a lost or late event costs no more than a sweep.
 */
export const gates = (client: S3Client): StepKind<'gate'> => {
  const look = async (work: Work<'gate'>): Promise<Execution> => {
    const decision = await readDecision(client, work);
    return { ...WAITING, ...(decision ? judgeGate(work, decision) : {}) };
  };
  return {
    isLimited: false,
    start: async (work) => ({ type: 'execution', execution: await look(work) }),
    observe: async (work, sought) => ('executionId' in sought ? look(work) : null),
    stop: async () => ({ ...WAITING, state: 'STOPPED' }),
  };
};

const WAITING: Execution = {
  executionId: EXECUTION_ID,
  state: 'RUNNING',
  startedAt: null,
  completedAt: null,
  executionSeconds: null,
  billed: null,
  errorMessage: null,
  result: null,
};

const readDecision = async (client: S3Client, { bucket, pipeline, runId }: Work<'gate'>): Promise<ChampionDecided | null> => {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: decisionKeyOf(pipeline, runId) }));
    return championDecided.detail.parse(JSON.parse((await Body?.transformToString()) ?? ''));
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return null;
    throw error;
  }
};
