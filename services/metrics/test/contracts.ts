import { driftFound } from '@glue-relay/shared/events/drift-found';
import type { Evaluation } from '../src/domain/evaluation';
import { evaluationsOf } from '../src/domain/evaluation';
import type { RecordedReport } from '../src/domain/recorded-report';
import type { ChampionStore, DriftStore, FindReport, HistoryStore, LedgerStore, RunStore, SaveReport } from '../src/ports';
import { ReportConflictError } from '../src/ports';
import { attemptOf, decidedOf, recordedOf, runOf } from './support';

/** All that the service's table is asked for. */
export type Stores = RunStore &
  HistoryStore &
  ChampionStore &
  DriftStore &
  LedgerStore & { readonly findReport: FindReport; readonly saveReport: SaveReport };

const save = (
  { saveReport }: Stores,
  recorded: RecordedReport,
  replaced?: RecordedReport,
  evaluations: readonly Evaluation[] = evaluationsOf(recorded, undefined),
): Promise<void> => saveReport(recorded, evaluations, replaced);

/** What every table of the service keeps to. Each case has a pipeline and runs of its own. */
export const storesContract = (make: () => Stores): void => {
  describe('reports', () => {
    it('are found once saved, and not before', async () => {
      const stores = make();
      const recorded = recordedOf({ runId: 'found' });
      expect(await stores.findReport('found', 'train')).toBeUndefined();
      await save(stores, recorded);
      expect(await stores.findReport('found', 'train')).toEqual(recorded);
      expect(await stores.findReport('found', 'clean')).toBeUndefined();
    });

    it('replace the one that was found, with its evaluations', async () => {
      const stores = make();
      const first = recordedOf({ runId: 'replaced', pipeline: 'replacing' });
      const second = recordedOf({ runId: 'replaced', pipeline: 'replacing', attempt: 2, models: [] }, 2);
      await save(stores, first);
      await save(stores, first, first);
      expect(await stores.evaluationsOfRun('replacing', 'replaced')).toHaveLength(1);
      await save(stores, second, first);
      expect(await stores.findReport('replaced', 'train')).toEqual(second);
      expect(await stores.evaluationsOfRun('replacing', 'replaced')).toEqual([]);
    });

    it('are refused where another was saved since', async () => {
      const stores = make();
      const first = recordedOf({ runId: 'race' });
      const second = recordedOf({ runId: 'race', attempt: 2 }, 2);
      await save(stores, first);
      await expect(save(stores, second)).rejects.toThrow(ReportConflictError);
      await save(stores, second, first);
      await expect(save(stores, first, first)).rejects.toThrow(ReportConflictError);
    });

    it('are listed before a run, newest first', async () => {
      const stores = make();
      for (const runId of ['r1', 'r3', 'r2', 'r4']) await save(stores, recordedOf({ runId, pipeline: 'listed' }));
      const before = async (runId: string, limit: number) =>
        (await stores.reportsBefore('listed', 'train', runId, limit)).map(({ report }) => report.runId);
      expect(await before('r4', 9)).toEqual(['r3', 'r2', 'r1']);
      expect(await before('r4', 2)).toEqual(['r3', 'r2']);
      expect(await before('r1', 9)).toEqual([]);
    });
  });

  describe('evaluations', () => {
    const MODEL = { pipeline: 'history', model: 'linear-regression', variant: 'classic' };

    it('are the history of a model, newest first', async () => {
      const stores = make();
      for (const runId of ['h2', 'h3', 'h1']) await save(stores, recordedOf({ runId, pipeline: 'history' }));
      const runsOf = (some: readonly Evaluation[]) => some.map(({ runId }) => runId);
      expect(runsOf(await stores.evaluationsOf(MODEL, 10))).toEqual(['h3', 'h2', 'h1']);
      expect(runsOf(await stores.evaluationsOf(MODEL, 2))).toEqual(['h3', 'h2']);
      expect(runsOf(await stores.evaluationsOf(MODEL, 10, 'h3'))).toEqual(['h2', 'h1']);
      expect(runsOf(await stores.latestEvaluations('history', 2))).toEqual(['h3', 'h2']);
      expect((await stores.evaluationsOf(MODEL, 1))[0]).toEqual(
        evaluationsOf(recordedOf({ runId: 'h3', pipeline: 'history' }), undefined)[0],
      );
    });

    it('are given data and code once their run is known, and keep them', async () => {
      const stores = make();
      await save(stores, recordedOf({ runId: 'late', pipeline: 'identified' }));
      await stores.identifyEvaluations(runOf({ runId: 'late', codeVersion: 'v1' }));
      await stores.identifyEvaluations(runOf({ runId: 'late', codeVersion: 'v2' }));
      expect(await stores.evaluationsOfRun('identified', 'late')).toMatchObject([
        { codeVersion: 'v1', dataset: { key: 'raw/train.csv' } },
      ]);
    });
  });

  it('a run is what its newest change says', async () => {
    const stores = make();
    const run = (sequence: number, state: 'RUNNING' | 'SUCCEEDED' = 'RUNNING') =>
      runOf({ runId: 'ordered', pipeline: 'ordered', sequence, state });
    expect(await stores.saveRun(run(2))).toBe(true);
    expect(await stores.saveRun(run(2))).toBe(false);
    expect(await stores.saveRun(run(1))).toBe(false);
    expect(await stores.saveRun(run(3, 'SUCCEEDED'))).toBe(true);
    expect(await stores.findRun('ordered')).toEqual(run(3, 'SUCCEEDED'));
    expect(await stores.runsOf('ordered', '2026-11-12', '2026-11-13')).toEqual([run(3, 'SUCCEEDED')]);
    expect(await stores.runsOf('ordered', '2026-11-13', '2026-11-14')).toEqual([]);
  });

  it('decisions follow each other, one on each ground', async () => {
    const stores = make();
    const [first, second] = [decidedOf('ring', 1, 'a'), decidedOf('ring', 2, 'b')];
    expect(await stores.findChampion('ring')).toBeUndefined();
    expect(await stores.commitDecision(first, 'ground-1')).toBe('decided');
    expect(await stores.commitDecision(first, 'ground-2')).toBe('conflict');
    expect(await stores.commitDecision(second, 'ground-1')).toBe('repeated');
    expect(await stores.commitDecision(second, 'ground-2')).toBe('decided');
    expect(await stores.findChampion('ring')).toEqual(second.after);
    expect(await stores.decisionOn('ring', 'ground-1')).toEqual(first.decision);
    expect(await stores.decisionOn('ring', 'ground-3')).toBeUndefined();
    expect((await stores.decisionsOf('ring', 10)).map(({ sequence }) => sequence)).toEqual([2, 1]);
    expect(await stores.decisionsOf('ring', 1)).toEqual([second.decision]);
  });

  it('drift is noted once', async () => {
    const stores = make();
    const found = { ...driftFound.example, pipeline: 'drifting' };
    expect(await stores.isKnownDrift(found)).toBe(false);
    await stores.saveDrift(found);
    await stores.saveDrift({ ...found, value: 1 });
    expect(await stores.isKnownDrift(found)).toBe(true);
    expect(await stores.driftOf('drifting', 5)).toEqual([found]);
  });

  it('the ledger takes each attempt and rejection once', async () => {
    const stores = make();
    const [early, late] = [
      attemptOf({ pipeline: 'spending' }),
      attemptOf({ pipeline: 'spending', attempt: 2, endedAt: '2026-11-14T00:00:00.000Z' }),
    ];
    expect(await stores.enterAttempt(late)).toBe(true);
    expect(await stores.enterAttempt(early)).toBe(true);
    expect(await stores.enterAttempt({ ...early, dollars: 99 })).toBe(false);
    expect(await stores.attemptsOf('spending', '2026-11-12', '2026-11-15')).toEqual([late, early]);
    expect(await stores.attemptsOf('spending', '2026-11-13', '2026-11-15')).toEqual([late]);
    expect([await stores.enterRejection('rejected'), await stores.enterRejection('rejected')]).toEqual([true, false]);
  });
};
