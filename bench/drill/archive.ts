import { CreateArchiveCommand, ListArchivesCommand } from '@aws-sdk/client-eventbridge';
import type { DrillWorld } from './world';
import { BUS } from './world';

const ARCHIVE = 'relay-local';
const BUS_ARN = `arn:aws:events:us-east-1:000000000000:event-bus/${BUS}`;
/** More than the clocks of the drill and of the cloud are apart. */
const EARLIER_MS = 5_000;

/**
 * Sees to it that there is the bus's archive, which on AWS belongs to the platform's stack (the local cloud knows archives, but not in
 * CloudFormation), and gives what a runbook needs to have it say again all that is said from now on.
 */
export const archived = async ({ events }: DrillWorld, name: string): Promise<Readonly<Record<string, string>>> => {
  const from = new Date(Date.now() - EARLIER_MS).toISOString();
  const { Archives = [] } = await events.send(new ListArchivesCommand({ NamePrefix: ARCHIVE }));
  if (Archives.length === 0) {
    const EventPattern = JSON.stringify({ source: [{ 'anything-but': { suffix: '.replay' } }] });
    await events.send(new CreateArchiveCommand({ ArchiveName: ARCHIVE, EventSourceArn: BUS_ARN, EventPattern }));
  }
  return {
    ARCHIVE_ARN: `arn:aws:events:us-east-1:000000000000:archive/${ARCHIVE}`,
    BUS_ARN,
    REPLAY: `${name}-${Date.parse(from)}`,
    FROM: from,
  };
};
