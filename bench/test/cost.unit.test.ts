import { dollarsByService, writesIn } from '../engine/cost';
import { itemBytes } from '../engine/item-size';
import prices from '../engine/prices.json';

it('bills an item for its names and values', () => {
  const nested = { M: { on: { BOOL: true }, list: { L: [{ S: 'né' }, { NULL: true }] } } };

  expect(itemBytes({ pk: { S: 'RUN#1' } })).toBe(7);
  expect(itemBytes({ n: { N: '-12.34' }, set: { SS: ['ab', 'c'] } })).toBe(1 + 3 + 3 + 3);
  expect(itemBytes({ nested })).toBe(6 + (3 + 2) + (2 + 1) + (4 + (3 + (1 + 3) + (1 + 1))));
});

it('counts the items of a transaction, two units for each begun KB', () => {
  const item = (length: number) => ({ Put: { TableName: 'runs', Item: { pk: { S: 'x'.repeat(length) } } } });
  const body = JSON.stringify({ TransactItems: [item(10), item(1500)] });

  expect(writesIn('DynamoDB.TransactWriteItems', body)).toEqual({ writes: 2, units: 6 });
  expect(writesIn('DynamoDB.UpdateItem', JSON.stringify({ Key: { pk: { S: 'LIMITS' } } }))).toEqual({ writes: 1, units: 1 });
  expect(writesIn('DynamoDB.GetItem', '{}')).toEqual({ writes: 0, units: 0 });
});

it('counts that the entry of a running run moves in the index', () => {
  const Item = { pk: { S: 'RUN#1' }, activePk: { S: 'RUN' } };

  expect(writesIn('DynamoDB.TransactWriteItems', JSON.stringify({ TransactItems: [{ Put: { Item } }] })).units).toBe(2 + 2);
});

it('prices what AWS bills, by service', () => {
  const nothing = {
    lambdaInvocations: 0,
    lambdaGbSeconds: 0,
    dynamoDbWrites: 0,
    dynamoDbWriteUnits: 0,
    dynamoDbReads: 0,
    sqsRequests: 0,
    customEvents: 0,
    s3Reads: 0,
    s3Writes: 0,
    getJobRuns: 0,
  };

  const { dynamoDbWrites, eventBridge, s3, lambdaCompute } = dollarsByService(
    { ...nothing, dynamoDbWriteUnits: 1e6, customEvents: 1e6, s3Writes: 1000 },
    prices,
  );
  expect({ dynamoDbWrites, eventBridge, s3, lambdaCompute }).toEqual({
    dynamoDbWrites: 0.625,
    eventBridge: 1,
    s3: 0.005,
    lambdaCompute: 0,
  });
});
