import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import fc from 'fast-check';
import { sniff } from '../src/domain/sniff';
import { CORPUS } from './corpus';
import { created, intakeOver, pipelineOf } from './support';

describe('a corpus of odd files', () => {
  it.each(CORPUS)('$name', async ({ key = 'raw/a.csv', bytes, metadata, input, expected }) => {
    const { take, said } = intakeOver({ [key]: { bytes, ...(metadata ? { metadata } : {}) } }, [
      pipelineOf('demand-forecast', input),
    ]);
    await take(created(key, bytes.length));
    expect(said).toHaveLength(1);
    if (expected === 'accepted') {
      expect(said[0]).toMatchObject({ detailType: datasetAccepted.detailType, detail: { dataset: { key } } });
      return;
    }
    const [reason, message] = expected;
    expect(said[0]).toMatchObject({ detailType: datasetRejected.detailType, detail: { reason, dataset: { key } } });
    const rejection = datasetRejected.detail.parse(said[0]?.detail);
    expect(rejection.message).toMatch(message);
    expect(rejection.message).toContain(key);
    expect(rejection.message.length).toBeLessThan(2500);
    expect(rejection.remedy).not.toBe('');
  });

  it('reads the first window only where that is enough', async () => {
    const { take, bucket } = intakeOver({
      'raw/a.csv': { bytes: Buffer.from(`date,store,item,sales\n${'2013-01-01,2,3,4\n'.repeat(1_000_000)}`) },
    });
    await take(created('raw/a.csv'));
    expect(bucket.reads).toEqual([64 * 1024]);
  });
});

describe('sniff', () => {
  it('never throws and never asks for more of a whole file, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => sniff('raw/a.csv', { bytes, whole: true }).kind !== 'need-more'),
      { numRuns: 2000 },
    );
  });

  it('never rejects the start of a good table, wherever the window ends', () => {
    const table = Buffer.from('\ufeffdate,"größe, ""in"" cm",store\r\n2013-01-01,"1\r\n2",3\r\n2013-01-02,ü,4\r\n');
    for (let end = 1; end < table.length; end += 1) {
      const sniffed = sniff('raw/a.csv', { bytes: table.subarray(0, end), whole: false });
      expect(sniffed.kind).not.toBe('unfit');
      if (sniffed.kind === 'table') expect(sniffed.header).toEqual(['date', 'größe, "in" cm', 'store']);
    }
  });
});
