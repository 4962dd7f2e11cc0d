import { transactionOf } from '../../src/adapters/run-transaction';
import type { Commit } from '../../src/ports';
import { aPipeline, aQueuedRun, aStep, cause, T0 } from '../factories';

const DAY = 86_400;

it('journal, newest version and answer of a command expire, long after any event about them may come; the run stays', () => {
  const run = aQueuedRun(aPipeline([aStep('clean')]));
  const commit: Commit = {
    before: null,
    run,
    journal: [{ kind: 'run', sequence: 1, cause, event: {} as never }],
    taken: {
      before: null,
      newest: { runId: run.runId, mark: { sequencer: null, writtenAt: T0, listedAt: T0 }, place: T0, revision: 1 },
    },
    command: { key: 'k', asked: 'a', at: T0, answer: { outcome: 'done', runId: run.runId } },
  };
  const days = transactionOf('table', commit).flatMap(({ item }) => {
    const { sk, expiresAt } = item.Put?.Item ?? {};
    return [[String(sk).split('#')[0], expiresAt === undefined ? null : (Number(expiresAt) - T0 / 1000) / DAY]];
  });
  expect(days).toEqual([
    ['RUN', null],
    ['ANSWER', 400],
    ['NEWEST', 400],
    ['JOURNAL', 400],
    ['QUEUED', null],
  ]);
});
