import type { FindReport, SaveReport } from '../src/ports';
import { ReportConflictError } from '../src/ports';
import { reportOf } from './support';

const at = (second: number): string => `2026-11-12T00:01:0${second}.000Z`;

/** What every store of reports keeps to. */
export const reportsContract = (make: () => { findReport: FindReport; saveReport: SaveReport }): void => {
  it('finds what was saved, and nothing before', async () => {
    const { findReport, saveReport } = make();
    const recorded = { report: reportOf({ runId: 'found' }), writtenAt: at(1) };
    expect(await findReport('found', 'train')).toBeUndefined();
    await saveReport(recorded, undefined);
    expect(await findReport('found', 'train')).toEqual(recorded);
    expect(await findReport('found', 'clean')).toBeUndefined();
  });

  it('replaces the report that was found, also by itself', async () => {
    const { findReport, saveReport } = make();
    const first = { report: reportOf({ runId: 'replaced' }), writtenAt: at(1) };
    const second = { report: reportOf({ runId: 'replaced', attempt: 2, models: [] }), writtenAt: at(2) };
    await saveReport(first, undefined);
    await saveReport(first, first);
    await saveReport(second, first);
    expect(await findReport('replaced', 'train')).toEqual(second);
  });

  it('refuses where another was saved since', async () => {
    const { saveReport } = make();
    const first = { report: reportOf({ runId: 'race' }), writtenAt: at(1) };
    const second = { report: reportOf({ runId: 'race', attempt: 2 }), writtenAt: at(2) };
    await saveReport(first, undefined);
    await expect(saveReport(second, undefined)).rejects.toThrow(ReportConflictError);
    await saveReport(second, first);
    await expect(saveReport(first, first)).rejects.toThrow(ReportConflictError);
  });
};
