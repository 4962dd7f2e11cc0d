import { CreateBackupCommand } from '@aws-sdk/client-dynamodb';
import { archived } from '../archive';
import type { Drill } from '../drill';
import { unknownToStatus } from '../judge';
import { until } from '../world';

const SERVICE = 'orchestrator';
const TABLE = `relay-${SERVICE}-local`;
const SLOW_STEP = 'second';

/**
 * The table of runs goes back to a backup, while Glue has gone on: of one run it knows less than happened, of two nothing.
 * What had been started must be found in Glue and not be started again.
 */
export const restoredTable: Drill = async (world) => {
  const again = await archived(world, 'restored-table');
  const ended = await world.drop('restored-ended');
  await until('a run has ended', async () => (await world.unsuccessful([ended])).length === 0);
  await world.setJobSeconds(SLOW_STEP, '4');
  const isSlow = async (runId: string): Promise<boolean> => (await world.runOf(runId))?.steps[SLOW_STEP]?.state === 'RUNNING';
  const going = await world.drop('restored-going');
  await until('the second step of a run is under way', () => isSlow(going));
  const { BackupDetails } = await world.engine.documents.send(new CreateBackupCommand({ TableName: TABLE, BackupName: 'drill' }));
  const forgotten = await world.drop('restored-forgotten');
  await until(
    'both have ended, the one after the backup',
    async () => (await world.unsuccessful([going, forgotten])).length === 0,
  );
  await world.setJobSeconds(SLOW_STEP, '45');
  const inFlight = await world.drop('restored-in-flight');
  await until('one more is under way', () => isSlow(inFlight));
  const runIds = [ended, going, forgotten, inFlight];
  return {
    runIds,
    seen: 'of one run the backup knows less than happened, of one that has ended and one that is under way nothing',
    variables: {
      ...again,
      BACKUP_ARN: BackupDetails?.BackupArn ?? '',
      ACCEPTED_RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/relay-local/relay-local-orchestrator-dataset-accepted',
    },
    mend: async (what) => {
      await (what.startsWith('remove') ? world.stacks.remove(SERVICE) : world.stacks.deploy(SERVICE));
    },
    missing: async () => [...(await world.unsuccessful(runIds)), ...(await unknownToStatus(world, runIds))],
    tidy: () => world.setJobSeconds(SLOW_STEP, '0'),
  };
};
