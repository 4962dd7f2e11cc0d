import { decide } from '../../src/domain/decide';
import { filedBy } from '../../src/domain/filing';
import { aPipeline, aQueuedRun, aRunningRun, aStep, cause, ended, started, T0 } from '../factories';

const definition = aPipeline([aStep('clean'), aStep('train', ['clean'])]);
const sequences = (entries: readonly { readonly sequence: number }[]): number[] => entries.map(({ sequence }) => sequence);

describe('the entries of a commit', () => {
  const running = aRunningRun(definition);
  const answered = decide(running, [started('clean')], T0, cause);

  it('go along with a run that owes nothing by them', () => {
    expect(answered.effects).toEqual([]);
    expect(answered.run.unfiled).toEqual(answered.journal);
    expect(filedBy({ before: running, ...answered })).toEqual([]);
  });

  it('are filed by the next commit, with its own', () => {
    const next = decide(answered.run, [ended('clean')], T0, cause);
    expect(next.run.unfiled).toEqual([]);
    expect(sequences(filedBy({ before: answered.run, ...next }))).toEqual(sequences([...answered.journal, ...next.journal]));
  });

  it('are filed at once where something is owed, or the run begins or ends', () => {
    const admitted = decide(aQueuedRun(definition), [{ kind: 'admissible' }], T0, cause);
    const next = decide(running, [started('clean'), ended('clean')], T0, cause);
    const failed = decide(running, [started('clean'), ended('clean', 'FAILED')], T0, cause);
    expect([admitted, next, failed].map(({ run }) => run.unfiled)).toEqual([[], [], []]);
    expect(failed.run.status.state).toBe('FAILED');
  });
});
