import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteTableCommand,
  RestoreTableFromBackupCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';

type Run = (client: DynamoDBClient, flag: (name: string) => string, named: readonly string[]) => Promise<unknown>;

const MOST_SECONDS = 60;

/** `aws dynamodb` commands of the runbooks. */
export const TABLE_OPERATIONS: Readonly<Record<string, Run>> = {
  'delete-table': (client, flag) => client.send(new DeleteTableCommand({ TableName: flag('table-name') })),
  'restore-table-from-backup': (client, flag) =>
    client.send(new RestoreTableFromBackupCommand({ TargetTableName: flag('target-table-name'), BackupArn: flag('backup-arn') })),
  'update-continuous-backups': (client, flag) =>
    client.send(
      new UpdateContinuousBackupsCommand({
        TableName: flag('table-name'),
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    ),
  'update-table': (client, flag) =>
    client.send(
      new UpdateTableCommand({
        TableName: flag('table-name'),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    ),
  'update-time-to-live': (client, flag) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName: flag('table-name'),
        TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
      }),
    ),
  wait: (client, flag, [state]) =>
    (state === 'table-exists' ? waitUntilTableExists : waitUntilTableNotExists)(
      { client, maxWaitTime: MOST_SECONDS },
      { TableName: flag('table-name') },
    ),
};
