import { dollars, writesIn } from '../engine/cost';
import prices from '../engine/prices.json';

it('counts the items of a transaction, two units for each begun KB', () => {
  const body = JSON.stringify({ TransactItems: [{ Put: 'small' }, { Put: 'x'.repeat(1500) }] });

  expect(writesIn('DynamoDB.TransactWriteItems', body)).toEqual({ writes: 2, units: 6 });
  expect(writesIn('DynamoDB.UpdateItem', '{}')).toEqual({ writes: 1, units: 1 });
  expect(writesIn('DynamoDB.GetItem', '{}')).toEqual({ writes: 0, units: 0 });
});

it('adds up what AWS bills', () => {
  const nothing = {
    lambdaInvocations: 0,
    lambdaGbSeconds: 0,
    dynamoDbWrites: 0,
    dynamoDbWriteUnits: 0,
    dynamoDbReads: 0,
    sqsRequests: 0,
    customEvents: 0,
    getJobRuns: 0,
  };

  expect(dollars({ ...nothing, dynamoDbWriteUnits: 1e6, customEvents: 1e6 }, prices)).toBeCloseTo(1.625);
});
