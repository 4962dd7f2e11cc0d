import { NO_ALERTS } from '@glue-relay/shared/pipeline/definition';
import type { AlertStore } from '../../src/notice-ports';
import type { RunStore } from '../../src/ports';
import { aPipeline, aQueuedRun, aStep, MINUTE, T0 } from '../factories';

/** What every `AlertStore` keeps to, with the store of runs that writes its deadlines. */
export const describeAlertStore = (
  name: string,
  makeStores: () => { readonly runs: Pick<RunStore, 'commit' | 'dueRuns'>; readonly alerts: AlertStore },
): void => {
  const runOf = (runId: string, deadlineMinutes: number | null) => ({
    ...aQueuedRun(aPipeline([aStep('clean')], { alerts: { ...NO_ALERTS, deadlineMinutes } })),
    runId,
  });

  describe(`${name} as a store of alerts`, () => {
    it('a new run leaves its deadline, which is listed once it has passed, the oldest first, and dropped once', async () => {
      const { runs, alerts } = makeStores();
      for (const [runId, minutes] of [
        ['later', 20],
        ['sooner', 10],
        ['much-later', 30],
        ['never', null],
      ] as const) {
        expect(await runs.commit({ before: null, run: runOf(runId, minutes), journal: [] })).toBe('committed');
      }
      expect(await alerts.deadlinesBefore(T0 + 10 * MINUTE, 9)).toEqual([]);
      expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 9)).toEqual(['sooner', 'later']);
      expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 1)).toEqual(['sooner']);
      expect(await alerts.dropDeadline('sooner', T0 + 25 * MINUTE)).toBe(true);
      expect(await alerts.dropDeadline('sooner', T0 + 25 * MINUTE)).toBe(false);
      expect(await alerts.deadlinesBefore(T0 + 25 * MINUTE, 9)).toEqual(['later']);
      expect(await runs.dueRuns(T0 + 60 * MINUTE)).toEqual([]);
    });

    it('a redrive sets a later deadline, which the look at the earlier one does not drop', async () => {
      const { runs, alerts } = makeStores();
      const before = runOf('redriven', 40);
      const run = { ...before, version: before.version + 1, redrives: 1, takenUpAt: T0 + 60 * MINUTE };
      expect(await runs.commit({ before: null, run: before, journal: [] })).toBe('committed');
      expect(await runs.commit({ before, run, journal: [] })).toBe('committed');
      expect(await alerts.dropDeadline('redriven', T0 + 99 * MINUTE)).toBe(false);
      expect(await alerts.deadlinesBefore(T0 + 99 * MINUTE, 9)).not.toContain('redriven');
      expect(await alerts.dropDeadline('redriven', T0 + 101 * MINUTE)).toBe(true);
    });

    it('a watch begins once, and notes each stretch once', async () => {
      const { alerts } = makeStores();
      expect(await alerts.noteTold('watched', T0)).toBe(false);
      expect(await alerts.watch('watched', T0)).toMatchObject({ since: T0, toldOf: null });
      expect(await alerts.watch('watched', T0 + 1)).toMatchObject({ since: T0, toldOf: null });
      expect(await alerts.noteTold('watched', T0)).toBe(true);
      expect(await alerts.noteTold('watched', T0)).toBe(false);
      expect(await alerts.noteTold('watched', T0 + 5)).toBe(true);
      expect(await alerts.watch('watched', T0)).toMatchObject({ since: T0, toldOf: T0 + 5 });
    });
  });
};
