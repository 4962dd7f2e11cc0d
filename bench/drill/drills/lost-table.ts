import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Drill } from '../drill';
import { until } from '../world';

const TABLE = 'relay-status-local';
const MOST_AT_ONCE = 25;

/** The read model's table is emptied: every service says again what it holds. */
export const lostTable: Drill = async (world) => {
  const runId = await world.drop('lost-table');
  const isKnown = async (): Promise<boolean> => (await world.relay.relay('run', runId, '--json')).stdout.includes('"SUCCEEDED"');
  await until('its run has succeeded and is known', isKnown);
  const { documents } = world.engine;
  let removed = 0;
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: TABLE, ConsistentRead: true }))
    for (let start = 0; start < Items.length; start += MOST_AT_ONCE) {
      const keys = Items.slice(start, start + MOST_AT_ONCE).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
      await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: keys } }));
      removed += keys.length;
    }
  return {
    runIds: [runId],
    seen: `${removed} items of the read model are gone`,
    variables: {},
    missing: async () => ((await isKnown()) ? [] : [`run ${runId} is not known any more`]),
  };
};
