import { exampleDataset } from '@glue-relay/shared/dataset';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { isTerminalRunState, runStateSchema } from '@glue-relay/shared/states';
import * as fc from 'fast-check';
import type { KnownRun, Reprocess, Selection } from '../../src/domain/backfill';
import { decideBackfill, isSelected } from '../../src/domain/backfill';

const reprocesses: readonly Reprocess[] = ['none', 'failed', 'all'];
const known = fc.option(
  fc.record<KnownRun>({
    runId: fc.constantFrom('r1', 'r2'),
    pipeline: fc.constantFrom('mine', 'other'),
    state: fc.constantFrom(...runStateSchema.options),
  }),
);
const actionOf = (reprocess: Reprocess, run: KnownRun | null) => decideBackfill('mine', reprocess, run);

it('starts what has no run, leaves what runs or belongs to another, and redrives nothing but failures', () => {
  fc.assert(
    fc.property(fc.constantFrom(...reprocesses), known, (reprocess, run) => {
      const decided = actionOf(reprocess, run);
      if (!run) return expect(decided).toEqual({ action: 'start' });
      if (run.pipeline === 'other' || !isTerminalRunState(run.state)) expect(decided.action).toBe('leave');
      if (reprocess === 'none') expect(decided.action).toBe('leave');
      if (decided.action === 'redrive') {
        expect(decided.runId).toBe(run.runId);
        expect(['FAILED', 'TIMED_OUT']).toContain(run.state);
      }
      if (decided.action === 'leave') expect(decided.reason).toContain(run.runId);
      return undefined;
    }),
  );
});

it('does at least as much with every wider reprocess', () => {
  fc.assert(
    fc.property(known, (run) => {
      const does = reprocesses.map((reprocess) => actionOf(reprocess, run).action !== 'leave');
      expect([...does].sort()).toEqual(does);
    }),
  );
});

describe('what is selected', () => {
  const all: Selection = { prefix: 'raw/', since: null, until: null, reprocess: 'none' };
  const at = exampleDataset.lastModified;
  const later = '2026-11-12T02:00:00.500+02:00';
  it.each([
    [{}, {}, true],
    [{ key: 'raw/a.csv.gz' }, {}, true],
    [{ key: 'raw/notes.txt' }, {}, false],
    [{ key: 'raw/' }, {}, false],
    [{ key: 'elsewhere/a.csv' }, {}, false],
    [{}, { since: at }, true],
    [{}, { until: at }, false],
    [{}, { since: later }, false],
    [{}, { until: later }, true],
  ])('%j within %j: %s', (object, within, expected) => {
    expect(isSelected(examplePipeline, { ...all, ...within }, { ...exampleDataset, ...object })).toBe(expected);
  });
});
