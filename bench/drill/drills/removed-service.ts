import { PutObjectCommand } from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { outputPrefixOf } from '@glue-relay/shared/pipeline/names';
import { NO_OP_PIPELINE, NO_OP_STEPS } from '../../chain/no-op-pipeline';
import { archived } from '../archive';
import type { Drill } from '../drill';
import { unknownToStatus } from '../judge';
import type { DrillWorld } from '../world';
import { BUCKET, until } from '../world';

const FILES = ['one', 'two', 'three'];

/** The stack of a service is removed while files arrive, with what lay in its queues. */
export const removedService =
  (service: string): Drill =>
  async (world) => {
    const again = await archived(world, `removed-${service}`);
    const drop = (when: string) => Promise.all(FILES.map((file) => world.drop(`${service}-${when}-${file}`)));
    const before = await drop('before');
    await world.stacks.remove(service);
    const runIds = [...before, ...(await drop('without'))];
    const reported = service === 'metrics' ? await reportOf(world, runIds) : null;
    if (service !== 'ingest')
      await until('ingest has judged the files', async () => (await world.depthOf('ingest-intake')) === 0);
    if (service === 'metrics' || service === 'status')
      await until('the runs have succeeded without it', async () => (await world.unsuccessful(runIds)).length === 0);
    return {
      runIds,
      seen: `${runIds.length} files were dropped, the stack of ${service} is gone`,
      variables: { ...again, BUCKET },
      mend: async () => {
        await world.stacks.deploy(service);
      },
      missing: async () => [
        ...(await world.unsuccessful(runIds)),
        ...(await unknownToStatus(world, runIds)),
        ...(await unknownToMetrics(world, runIds, reported)),
      ],
    };
  };

/** A report of the first run's first step, as its job would write it; gives the run's id. */
const reportOf = async ({ s3 }: DrillWorld, [runId = '']: readonly string[]): Promise<string> => {
  const step = NO_OP_STEPS[0];
  const report = { ...exampleJobReport, pipeline: NO_OP_PIPELINE, runId, step };
  const Key = `${outputPrefixOf('metrics', NO_OP_PIPELINE, runId)}${step}.json`;
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: JSON.stringify(report) }));
  return runId;
};

/** Runs whose attempts are not in the ledger, and reports that are not recorded. */
const unknownToMetrics = async (world: DrillWorld, runIds: readonly string[], reported: string | null): Promise<string[]> => {
  const faults = await Promise.all(
    runIds.map(async (runId) => {
      const names = await itemsOf(world, runId);
      const attempts = names.filter((name) => name.startsWith('ATTEMPT#')).length;
      return [
        ...(attempts === NO_OP_STEPS.length ? [] : [`metrics knows ${attempts} attempts of run ${runId}`]),
        ...(runId !== reported || names.some((name) => name.startsWith('REPORT#'))
          ? []
          : [`metrics knows no report of run ${runId}`]),
      ];
    }),
  );
  return faults.flat();
};

const itemsOf = async ({ engine }: DrillWorld, runId: string): Promise<string[]> => {
  const { Items = [] } = await engine.documents.send(
    new QueryCommand({
      TableName: 'relay-metrics-local',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `RUN#${runId}` },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ sk }) => String(sk));
};
