import { BUS, readDeployed } from './deployed';

it('plays the queues, rules and functions that serverless.yml deploys', () => {
  const { queues, rules, consumers, timeoutSeconds, stream } = readDeployed();
  expect(queues.get('WakeQueue')).toEqual({ visibilitySeconds: 180, redrive: { to: 'WakeDeadLetters', maxReceives: 5 } });
  expect(rules).toContainEqual({
    bus: 'default',
    pattern: expect.objectContaining({ detail: { jobName: [{ prefix: 'relay-local-' }] } }),
    target: 'OnGlueEventLambdaFunction',
  });
  expect(rules.filter(({ bus, target }) => bus === BUS && target === 'NotifyQueue')).toHaveLength(2);
  const names = ['notify', 'onChampionDecided', 'onCommand', 'onDatasetAccepted', 'onWake', 'pointLatest', 'republish'];
  expect(consumers.map(({ name }) => name).sort()).toEqual(names);
  expect([timeoutSeconds('sweep'), timeoutSeconds('onWake')]).toEqual([60, 30]);
  expect(stream).toEqual({ batchSize: 100, maxRetries: 20, deadLetters: 'PublishDeadLetters' });
});
