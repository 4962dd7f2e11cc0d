import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unlessRefused } from '@glue-relay/shared/aws/unless-refused';
import { championDecided, contenderSchema } from '@glue-relay/shared/events/champion-decided';
import * as z from 'zod';
import type { ChampionStore } from '../ports';
import { firstOf, itemsOf } from './query';
import type { Table } from './table';
import { championKey, decisionKey, groundKey } from './table';

const championshipSchema = z.object({
  pipeline: z.string(),
  sequence: z.number(),
  champion: contenderSchema,
  earlier: z.array(contenderSchema),
});
const decisionSchema = z.object({ decision: championDecided.detail });
const groundSchema = z.object({ sequence: z.number() });

export const dynamoChampions = (table: Table): ChampionStore => {
  const get = async (Key: Record<string, string>) =>
    (await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }))).Item;
  const decisionOn: ChampionStore['decisionOn'] = async (pipeline, ground) => {
    const found = await get(groundKey(pipeline, ground));
    if (!found) return undefined;
    return decisionSchema.parse(await get(decisionKey(pipeline, groundSchema.parse(found).sequence))).decision;
  };
  return {
    findChampion: async (pipeline) => {
      const found = await get(championKey(pipeline));
      return found && championshipSchema.parse(found);
    },
    decisionOn,
    commitDecision: async ({ decision, after }, ground) => {
      const { pipeline, sequence } = decision;
      const write = new TransactWriteCommand({
        TransactItems: [
          put(table.name, { ...championKey(pipeline), ...after }, sequence - 1),
          put(table.name, { ...decisionKey(pipeline, sequence), decision }, 0),
          put(table.name, { ...groundKey(pipeline, ground), sequence }, 0),
        ],
      });
      if (await unlessRefused(table.client.send(write))) return 'decided';
      return (await get(groundKey(pipeline, ground))) ? 'repeated' : 'conflict';
    },
    decisionsOf: async (pipeline, limit) => {
      const items = itemsOf(table, decisionSchema, {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :decisions)',
        ExpressionAttributeValues: { ':pk': championKey(pipeline).pk, ':decisions': 'DECISION#' },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      });
      return (await firstOf(items, limit)).map(({ decision }) => decision);
    },
  };
};

/** @param before - sequence that the item must still have; 0 where it must not be there */
const put = (table: string, Item: Record<string, unknown>, before: number) => ({
  Put: {
    TableName: table,
    Item,
    ...(before === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#sequence = :before',
          ExpressionAttributeNames: { '#sequence': 'sequence' },
          ExpressionAttributeValues: { ':before': before },
        }),
  },
});
