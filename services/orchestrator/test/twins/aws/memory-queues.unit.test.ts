import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { directClientOf } from './client-twin';
import { memoryQueues } from './memory-queues';
import { describeQueues } from './memory-queues-contract';

const make = (given: { refuses?: () => boolean } = {}) => {
  const time = { now: 0 };
  const twin = memoryQueues({
    clock: () => time.now,
    queues: new Map([
      ['work', { visibilitySeconds: 1, redrive: { to: 'dead', maxReceives: 2 } }],
      ['dead', { visibilitySeconds: 1, redrive: null }],
    ]),
    ...given,
  });
  return { time, twin, client: directClientOf(SQSClient, twin.answer) };
};

const { time, client } = make();
describeQueues('the twin', () => ({
  client,
  queueUrl: 'https://sqs.test/work',
  deadLettersUrl: 'https://sqs.test/dead',
  wait: async (ms) => {
    time.now += ms;
  },
}));

it('delays by a quarter of an hour at most, as AWS does and the local cloud does not', async () => {
  const tooLate = { Id: 'a', MessageBody: 'a', DelaySeconds: 901 };
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl: 'x/work', Entries: [tooLate] }))).rejects.toThrow();
});

it('may refuse some messages of a batch that it takes', async () => {
  let entries = 0;
  const { twin, client: picky } = make({ refuses: () => entries++ === 0 });
  const Entries = [
    { Id: 'a', MessageBody: 'a' },
    { Id: 'b', MessageBody: 'b' },
  ];
  const { Failed, Successful } = await picky.send(new SendMessageBatchCommand({ QueueUrl: 'x/work', Entries }));
  expect([Failed?.map(({ Id }) => Id), Successful?.map(({ Id }) => Id)]).toEqual([['a'], ['b']]);
  expect(twin.bodies('work')).toEqual(['b']);
});

it('keeps a message that was received again since its receipt', () => {
  const { time: clock, twin } = make();
  twin.send('work', 'kept');
  const [first] = twin.receive('work');
  clock.now += 1_000;
  const [second] = twin.receive('work');
  twin.remove('work', first?.receiptHandle ?? '');
  expect(twin.bodies('work')).toEqual(['kept']);
  twin.remove('work', second?.receiptHandle ?? '');
  expect(twin.bodies('work')).toEqual([]);
});
