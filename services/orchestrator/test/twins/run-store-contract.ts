import { decide } from '../../src/domain/decide';
import { redrive } from '../../src/domain/redrive';
import type { Run } from '../../src/domain/run';
import type { RunStore } from '../../src/ports';
import { aPipeline, aQueuedRun, aStep, cause, ended, leaseOf, started, T0 } from '../factories';

/** What every `RunStore` keeps to; the twin of the simulation and the real table run the same tests. */
export const describeRunStore = (name: string, makeStore: () => RunStore): void => {
  const definition = (pipeline: string) => aPipeline([aStep('clean')], { pipeline });
  const queuedRun = (pipeline: string, runId: string, place = T0): Run => ({
    ...aQueuedRun(definition(pipeline)),
    runId: `${pipeline}-${runId}`,
    place,
  });
  const waiting = ({ runId }: Run) => ({ runId, place: T0 });
  const admitted = (run: Run) => decide(run, [{ kind: 'admissible' }], T0, cause);

  describe(`${name} as a run store`, () => {
    it('takes a new run once, and gives it back as it was', async () => {
      const store = makeStore();
      const run = queuedRun('once', 'a');

      expect(await store.load(run.runId)).toBeNull();
      expect(await store.commit({ before: null, run, journal: [] })).toBe('committed');
      expect(await store.commit({ before: null, run, journal: [] })).toBe('conflict');
      expect(await store.load(run.runId)).toEqual(run);
    });

    it('refuses a commit that was decided upon another version', async () => {
      const store = makeStore();
      const run = queuedRun('version', 'a');
      await store.commit({ before: null, run, journal: [] });
      const next = admitted(run);

      expect(await store.commit({ before: run, ...next })).toBe('committed');
      expect(await store.commit({ before: run, ...next })).toBe('conflict');
    });

    it('holds a slot for a running run, and frees it with the commit that ends it', async () => {
      const store = makeStore();
      const run = queuedRun('slots', 'a');
      const other = queuedRun('slots', 'b');
      const running = admitted(run).run;
      await store.commit({ before: null, run: running, journal: [] });
      await store.commit({ before: null, run: other, journal: [] });

      expect(await store.commit({ before: other, ...admitted(other) })).toBe('no-slot');
      expect(await store.load(other.runId)).toEqual(other);
      const done = decide(running, [started('clean'), ended('clean')], T0, cause);
      expect(await store.commit({ before: running, ...done })).toBe('committed');
      expect(await store.queueOf('slots')).toEqual({ active: [], head: waiting(other), newest: waiting(other) });
      expect(await store.commit({ before: other, ...admitted(other) })).toBe('committed');
      expect(await store.queueOf('slots')).toEqual({ active: [other.runId], head: null, newest: null });
      await store.releaseSlot('slots', other.runId);
      expect((await store.queueOf('slots')).active).toEqual([]);
      expect(await store.pipelines()).toContain('slots');
    });

    it('gives a run that is to be alone a slot only where no other has one', async () => {
      const store = makeStore();
      const roomy = (runId: string): Run => {
        const run = queuedRun('alone', runId);
        const concurrency = { ...run.definition.concurrency, maxRuns: 5 };
        return { ...run, definition: { ...run.definition, concurrency } };
      };
      const [first, second] = [admitted(roomy('a')).run, admitted(roomy('b')).run];
      expect(await store.commit({ before: null, run: first, journal: [], alone: true })).toBe('committed');
      expect(await store.commit({ before: null, run: second, journal: [], alone: true })).toBe('no-slot');
      expect(await store.load(second.runId)).toBeNull();
      expect(await store.commit({ before: null, run: second, journal: [] })).toBe('committed');
    });

    it('queues by place, and knows the first and the last', async () => {
      const store = makeStore();
      for (const [runId, at] of [
        ['c', 2],
        ['a', 3],
        ['b', 1],
      ] as const) {
        await store.commit({ before: null, run: queuedRun('fifo', runId, T0 + at), journal: [] });
      }
      expect(await store.queueOf('fifo')).toEqual({
        active: [],
        head: { runId: 'fifo-b', place: T0 + 1 },
        newest: { runId: 'fifo-a', place: T0 + 3 },
      });
    });

    it('raises the newest version of a key with the run that takes it, unless another did meanwhile', async () => {
      const store = makeStore();
      const [run, other] = [queuedRun('newest', 'a'), queuedRun('newest', 'b')];
      const newest = (runId: string, revision: number) => ({
        runId,
        mark: { sequencer: '0A', writtenAt: T0, listedAt: null },
        place: T0,
        revision,
      });
      const first = newest(run.runId, 1);
      const second = newest(other.runId, 2);

      expect(await store.newestOf('newest', run.dataset.key)).toBeNull();
      expect(await store.commit({ before: null, run, journal: [], taken: { before: null, newest: first } })).toBe('committed');
      expect(await store.newestOf('newest', run.dataset.key)).toEqual(first);
      expect(await store.newestOf('newest', 'raw/other.csv')).toBeNull();

      expect(await store.commit({ before: null, run: other, journal: [], taken: { before: null, newest: second } })).toBe(
        'conflict',
      );
      expect(await store.load(other.runId)).toBeNull();
      expect(await store.commit({ before: null, run: other, journal: [], taken: { before: first, newest: second } })).toBe(
        'committed',
      );
      expect(await store.newestOf('newest', run.dataset.key)).toEqual(second);
    });

    it('records the answer to a command once, with what it changed or alone', async () => {
      const store = makeStore();
      const [run, other] = [queuedRun('commands', 'a'), queuedRun('commands', 'b')];
      const record = (key: string) => ({ key, asked: 'asked', at: T0, answer: { outcome: 'done' as const, runId: run.runId } });

      expect(await store.commandOf('key-1')).toBeNull();
      expect(await store.commit({ before: null, run, journal: [], command: record('key-1') })).toBe('committed');
      expect(await store.commandOf('key-1')).toEqual(record('key-1'));
      expect(await store.commit({ before: null, run: other, journal: [], command: record('key-1') })).toBe('repeated');
      expect(await store.load(other.runId)).toBeNull();
      expect(await store.recordCommand(record('key-1'))).toBe(false);
      expect(await store.recordCommand(record('key-2'))).toBe(true);
      expect(await store.commit({ before: null, run: other, journal: [], command: record('key-2') })).toBe('repeated');
    });

    it('gives one run of a partition a slot, until it gives it back', async () => {
      const store = makeStore();
      const inPartition = (id: string, partition: string): Run => {
        const run = queuedRun('parts', id);
        const concurrency = { ...run.definition.concurrency, maxRuns: 5 };
        return { ...run, definition: { ...run.definition, concurrency }, partition };
      };
      const [first, second, other] = [inPartition('a', 'monday'), inPartition('b', 'monday'), inPartition('c', 'tuesday')];
      const running = admitted(first).run;
      expect(await store.commit({ before: null, run: running, journal: [] })).toBe('committed');
      expect(await store.queueOf('parts')).toMatchObject({ partitions: ['monday'] });
      expect(await store.commit({ before: null, run: admitted(second).run, journal: [] })).toBe('no-slot');
      expect(await store.commit({ before: null, run: admitted(other).run, journal: [] })).toBe('committed');
      const over = decide(running, [started('clean'), ended('clean', 'FAILED')], T0, cause);
      expect(await store.commit({ before: running, ...over })).toBe('committed');
      expect(await store.commit({ before: null, run: admitted(second).run, journal: [] })).toBe('committed');
      expect((await store.queueOf('parts')).partitions?.slice().sort()).toEqual(['monday', 'tuesday']);
    });

    it('takes an ended run back into the queue', async () => {
      const store = makeStore();
      const run = admitted(queuedRun('again', 'a')).run;
      await store.commit({ before: null, run, journal: [] });
      const done = decide(run, [started('clean'), ended('clean', 'FAILED')], T0, cause);
      await store.commit({ before: run, ...done });
      const verdict = redrive(done.run, { from: null, definition: run.definition }, T0 + 5, cause);
      if (!verdict.ok) throw new Error(verdict.reason);

      expect(await store.commit({ before: done.run, ...verdict.decision })).toBe('committed');
      expect(await store.queueOf('again')).toMatchObject({ active: [], head: { runId: run.runId, place: T0 + 5 } });
      expect(await store.commit({ before: verdict.decision.run, ...admitted(verdict.decision.run) })).toBe('committed');
      expect(await store.queueOf('again')).toEqual({ active: [run.runId], head: null, newest: null });
    });

    it('grants starts as the stage may have them, to many who ask at once no more than there are', async () => {
      const store = makeStore();
      // Later than any other test of the table, which has one bucket.
      const now = T0 + 600_000_000 + Math.round(performance.now());
      const ask = (at: number) => store.permitStart({ perSecond: 2, burst: 3 }, at);

      expect([await ask(now), await ask(now), await ask(now), await ask(now)]).toEqual([true, true, true, false]);
      expect([await ask(now + 499), await ask(now + 500), await ask(now + 500)]).toEqual([false, true, false]);
      const many = await Promise.all(Array.from({ length: 8 }, () => ask(now + 60_000)));
      const left = [await ask(now + 60_000), await ask(now + 60_000), await ask(now + 60_000)];
      expect([...many, ...left].filter((granted) => granted)).toHaveLength(3);
    });

    it('lists running runs that are due', async () => {
      const store = makeStore();
      const run = admitted(queuedRun('quiet', 'a')).run;
      await store.commit({ before: null, run, journal: [] });

      const due = leaseOf(run, 'clean');
      expect(await store.dueRuns(due)).toContainEqual({ runId: run.runId, due });
      expect((await store.dueRuns(due - 1)).map(({ runId }) => runId)).not.toContain(run.runId);
    });

    it('knows when the sweep looked last', async () => {
      const store = makeStore();
      await store.noteSwept(T0 + 1);
      expect(await store.sweptAt()).toBe(T0 + 1);
    });

    it('commits a run that takes its entries along, on the same condition, and files them with its next commit', async () => {
      const store = makeStore();
      const run = admitted(queuedRun('along', 'a')).run;
      await store.commit({ before: null, run, journal: [] });
      const running = decide(run, [started('clean')], T0, cause);
      expect(running.run.unfiled).toHaveLength(1);

      expect(await store.commit({ before: run, ...running })).toBe('committed');
      expect(await store.commit({ before: run, ...running })).toBe('conflict');
      expect(await store.load(run.runId)).toEqual(running.run);
      const done = decide(running.run, [ended('clean')], T0, cause);
      expect(await store.commit({ before: running.run, ...done })).toBe('committed');
      expect((await store.load(run.runId))?.unfiled).toEqual([]);
    });
  });
};
