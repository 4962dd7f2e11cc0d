import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** What the twin of DynamoDB and DynamoDB itself both do: every expression of our adapters, and the errors that they read. */
export const describeTable = (
  name: string,
  connect: () => { readonly client: DynamoDBDocumentClient; readonly table: string },
): void => {
  const key = (pk: string, sk = 'a') => ({ pk, sk });
  const get = async (pk: string, sk = 'a') => {
    const { client, table } = connect();
    return (await client.send(new GetCommand({ TableName: table, Key: key(pk, sk), ConsistentRead: true }))).Item;
  };
  const put = (item: Record<string, unknown>, given: object = {}) => {
    const { client, table } = connect();
    return client.send(new PutCommand({ TableName: table, Item: item, ...given }));
  };
  const update = (pk: string, UpdateExpression: string, values: Record<string, unknown>, given: object = {}) => {
    const { client, table } = connect();
    return client.send(
      new UpdateCommand({ TableName: table, Key: key(pk), UpdateExpression, ExpressionAttributeValues: values, ...given }),
    );
  };

  describe(`${name} as a table`, () => {
    it('puts once where it is asked to, and refuses as the adapters expect it', async () => {
      const once = { ConditionExpression: 'attribute_not_exists(pk)' };
      await put({ ...key('once'), version: 1 }, once);
      await expect(put({ ...key('once'), version: 2 }, once)).rejects.toThrow(ConditionalCheckFailedException);
      const upon = (version: number) => ({
        ConditionExpression: '#version = :seen',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':seen': version },
      });
      await expect(put({ ...key('once'), version: 3 }, upon(2))).rejects.toThrow(ConditionalCheckFailedException);
      await put({ ...key('once'), version: 3 }, upon(1));
      expect(await get('once')).toEqual({ ...key('once'), version: 3 });
      expect(await get('never')).toBeUndefined();
    });

    it('adds to a set, counts it, takes out of it, and keeps no empty one', async () => {
      const room = { ConditionExpression: 'attribute_not_exists(active) OR size(active) < :most' };
      const take = (run: string) =>
        update('slots', 'ADD active :run SET label = :label', { ':run': new Set([run]), ':label': run, ':most': 2 }, room);
      await take('r1');
      await take('r2');
      await expect(take('r3')).rejects.toThrow(ConditionalCheckFailedException);
      expect(await get('slots')).toEqual({ ...key('slots'), active: new Set(['r1', 'r2']), label: 'r2' });
      await update('slots', 'DELETE active :run', { ':run': new Set(['r1', 'r2', 'r9']) });
      expect(await get('slots')).toEqual({ ...key('slots'), label: 'r2' });
      await update('slots', 'DELETE active :run', { ':run': new Set(['r1']) });
      await take('r3');
      expect((await get('slots'))?.active).toEqual(new Set(['r3']));
    });

    it('reckons with numbers, and compares nothing with what is not there or of another type', async () => {
      const free = { ConditionExpression: 'attribute_not_exists(fullAt) OR fullAt <= :now' };
      await update('limit', 'SET fullAt = :after', { ':after': 10, ':now': 1 }, free);
      await expect(update('limit', 'SET fullAt = :after', { ':after': 99, ':now': 9 }, free)).rejects.toThrow(
        ConditionalCheckFailedException,
      );
      const between = { ConditionExpression: 'fullAt > :now AND fullAt <= :latest' };
      await update('limit', 'SET fullAt = fullAt + :interval', { ':interval': 5, ':now': 9, ':latest': 10 }, between);
      expect(await get('limit')).toEqual({ ...key('limit'), fullAt: 15 });
      await expect(update('none', 'SET a = :a', { ':a': 1, ':x': 1 }, { ConditionExpression: 'b < :x' })).rejects.toThrow(
        ConditionalCheckFailedException,
      );
      await put({ ...key('told'), toldOf: null });
      const untold = { ConditionExpression: 'attribute_exists(pk) AND toldOf <> :stretch' };
      await update('told', 'SET toldOf = :stretch', { ':stretch': 3 }, untold);
      await expect(update('told', 'SET toldOf = :stretch', { ':stretch': 3 }, untold)).rejects.toThrow(
        ConditionalCheckFailedException,
      );
      await expect(update('limit', 'SET fullAt = missing + :one', { ':one': 1 })).rejects.toMatchObject({
        name: 'ValidationException',
      });
    });

    it('looks into a document and changes a part of it', async () => {
      await put({ ...key('deep'), record: { state: 'owed', leaseUntil: 1, other: [1] } });
      const owed = {
        ConditionExpression: '#record.#state = :owed AND #record.leaseUntil = :seen',
        ExpressionAttributeNames: { '#record': 'record', '#state': 'state' },
      };
      const claim = (seen: number) =>
        update('deep', 'SET #record.leaseUntil = :next', { ':owed': 'owed', ':seen': seen, ':next': 7 }, owed);
      await claim(1);
      await expect(claim(1)).rejects.toThrow(ConditionalCheckFailedException);
      expect((await get('deep'))?.record).toEqual({ state: 'owed', leaseUntil: 7, other: [1] });
    });

    it('does a transaction as a whole or not at all, and says which condition did not hold', async () => {
      const { client, table } = connect();
      await put({ ...key('tx-there') });
      const fresh = (pk: string) => ({
        Put: { TableName: table, Item: key(pk), ConditionExpression: 'attribute_not_exists(pk)' },
      });
      const refused = client.send(new TransactWriteCommand({ TransactItems: [fresh('tx-new'), fresh('tx-there')] }));
      await expect(refused).rejects.toThrow(TransactionCanceledException);
      await expect(refused).rejects.toMatchObject({
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      });
      expect(await get('tx-new')).toBeUndefined();
      const remove = { Delete: { TableName: table, Key: key('tx-there') } };
      await client.send(new TransactWriteCommand({ TransactItems: [fresh('tx-new'), remove] }));
      expect([await get('tx-new'), await get('tx-there')]).toEqual([key('tx-new'), undefined]);
      const twice = client.send(new TransactWriteCommand({ TransactItems: [remove, remove] }));
      await expect(twice).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('deletes only what is there, where it is asked to', async () => {
      const { client, table } = connect();
      const drop = () =>
        client.send(new DeleteCommand({ TableName: table, Key: key('drop'), ConditionExpression: 'attribute_exists(pk)' }));
      await put(key('drop'));
      await drop();
      await expect(drop()).rejects.toThrow(ConditionalCheckFailedException);
    });

    it('lists a partition by its second key, from either end', async () => {
      const { client, table } = connect();
      for (const sk of ['Q#2', 'Q#1', 'Q#3', 'R#1']) await put(key('queue', sk));
      const list = async (ScanIndexForward: boolean, Limit: number) => {
        const values = { ':pk': 'queue', ':prefix': 'Q#' };
        const query = { KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)', ExpressionAttributeValues: values };
        const { Items } = await client.send(
          new QueryCommand({ TableName: table, ConsistentRead: true, ScanIndexForward, Limit, ...query }),
        );
        return Items?.map(({ sk }) => sk);
      };
      expect(await list(true, 2)).toEqual(['Q#1', 'Q#2']);
      expect(await list(false, 1)).toEqual(['Q#3']);
    });

    it('lists the index page by page: what has its keys, in their order, until it loses them', async () => {
      const { client, table } = connect();
      for (const sk of ['3', '1', '2']) await put({ ...key(`active-${sk}`), activePk: 'INDEXED', activeSk: sk, more: 'x' });
      await put(key('active-1'));
      const found: unknown[] = [];
      const query = {
        TableName: table,
        IndexName: 'active',
        Limit: 1,
        KeyConditionExpression: 'activePk = :pk AND activeSk < :until',
        ExpressionAttributeValues: { ':pk': 'INDEXED', ':until': '9' },
      };
      for await (const page of paginateQuery({ client }, query)) found.push(...(page.Items ?? []).map(({ pk }) => pk));
      expect(found).toEqual(['active-2', 'active-3']);
    });
  });
};
