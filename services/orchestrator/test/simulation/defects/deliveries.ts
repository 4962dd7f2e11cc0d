import type { Defect } from './defect';

/** Defects of queues, batches, the stream and the bus. */
export const deliveryDefects: readonly Defect[] = [
  {
    name: 'a message whose handler threw is taken for done',
    file: '../../../shared/src/lambda/queue-handler.ts',
    from: '      throw error;\n',
    to: '',
  },
  {
    name: 'a batch is given back as a whole where one message failed',
    file: '../../../shared/src/lambda/queue-handler.ts',
    from: 'processInParallel: !inTurn,\n      }),',
    to: `processInParallel: !inTurn,
      }).then((answer) =>
        answer.batchItemFailures.length > 0
          ? { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) }
          : answer),`,
  },
  {
    name: 'events that the bus refused are taken for said',
    file: '../../../shared/src/aws/event-bus.ts',
    from: 'if (answer.FailedEntryCount) throw',
    to: 'if (false) throw',
  },
  {
    name: 'a stream record that could not be said is not asked for again',
    file: 'functions/handlers/publish.ts',
    from: 'failed === null ? [] : [{ itemIdentifier: failed }]',
    to: '[]',
  },
  {
    name: 'the last record of a batch of the stream is skipped',
    file: 'functions/handlers/publish.ts',
    from: 'event.Records.map(streamed)',
    to: '(event.Records.length > 1 ? event.Records.slice(0, -1) : event.Records).map(streamed)',
  },
];
