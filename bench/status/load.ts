import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoApplyChanges, putOf } from '../../services/status/src/adapters/dynamo-changes';
import { projectEvents } from '../../services/status/src/app/project-events';
import { changesOf } from '../../services/status/src/domain/projection';
import { endOf, storyOf } from './stories';

/** A table to write to. */
export interface Place {
  readonly documents: DynamoDBDocumentClient;
  readonly table: string;
}

/** What DynamoDB takes at once. */
const WRITTEN_AT_ONCE = 25;
/** DynamoDB Local writes by one thread; a few requests at once keep it busy. */
const WRITERS = 6;
const TOLD_EVERY = 100_000;

/** Stores whole runs, by the projector's own code. */
export const projectRuns = async ({ documents, table }: Place, from: number, to: number): Promise<void> => {
  const quiet = { count: () => undefined, tell: () => undefined };
  const take = projectEvents({ applyChanges: dynamoApplyChanges(documents, table), ...quiet });
  const runs = Array.from({ length: to - from }, (_, index) => from + index).values();
  const writer = async (): Promise<void> => {
    for (const run of runs) {
      const failed = (await take(storyOf(run))).find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};

/**
 * Stores the heads of runs, with their lines in all lists, as the projector makes them but many at a time: what lists and their indexes
 * are made of.
 */
export const loadHeads = async (place: Place, from: number, to: number, tell: (loaded: number) => void): Promise<void> => {
  let next = from;
  const writer = async (): Promise<void> => {
    while (next < to) {
      const begin = next;
      next = Math.min(begin + WRITTEN_AT_ONCE, to);
      if (Math.floor(begin / TOLD_EVERY) < Math.floor(next / TOLD_EVERY)) tell(next);
      await writeHeads(place, begin, next);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};

const writeHeads = async ({ documents, table }: Place, from: number, to: number): Promise<void> => {
  const items = Array.from({ length: to - from }, (_, index) => from + index)
    .flatMap((run) => changesOf(endOf(run)))
    .flatMap((change) => (change.kind === 'put' && change.listing ? [putOf(change).Item] : []));
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  while (left.length > 0) {
    const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
    left = (UnprocessedItems?.[table] ?? []) as typeof left;
  }
};
