import fc from 'fast-check';
import { exampleDataset } from '../src/dataset';
import { RUN_ID_PATTERN, runIdOf } from '../src/run-id';

describe('runIdOf', () => {
  it('is the same for the same object version, whatever else an event or a listing knows of it', () => {
    const listed = { ...exampleDataset, sequencer: null, etag: null, size: 0 };
    expect(runIdOf(listed)).toBe(runIdOf(exampleDataset));
  });

  it('differs for another version, key or bucket', () => {
    const ids = [
      exampleDataset,
      { ...exampleDataset, versionId: 'other' },
      { ...exampleDataset, key: 'raw/b.csv' },
      { ...exampleDataset, bucket: 'b' },
    ].map(runIdOf);
    expect(new Set(ids).size).toBe(4);
  });

  it('tells versions apart by sequencer where the bucket has no versions', () => {
    const unversioned = { ...exampleDataset, versionId: null };
    expect(runIdOf({ ...unversioned, sequencer: '01' })).not.toBe(runIdOf({ ...unversioned, sequencer: '02' }));
  });

  it('sorts as the times of writing do', () => {
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [idA, idB] = [a, b].map((date) => runIdOf({ ...exampleDataset, lastModified: date.toISOString() }));
        expect(idA).toMatch(RUN_ID_PATTERN);
        const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
        if (seconds(a) < seconds(b)) expect((idA as string) < (idB as string)).toBe(true);
      }),
    );
  });
});
