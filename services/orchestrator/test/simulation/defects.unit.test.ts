import { join } from 'node:path';
import { defects } from './defects';
import { DefectGoneError, findDefect } from './find-defect';

const SERVICE = join(__dirname, '../..');
const SEEDS = { first: 1, last: 5_000, stride: 1, adapters: false };
const TIMEOUT_MS = 60_000;

it.each(defects)(
  'finds the defect: $name',
  async (defect) => {
    const found = await findDefect(SERVICE, defect, SEEDS);

    expect(found?.broken).not.toHaveLength(0);
    expect(found?.seed).toBeLessThanOrEqual(SEEDS.last);
  },
  TIMEOUT_MS,
);

it('says so where a defect does not apply to the source any more', async () => {
  const gone = { name: 'gone', file: 'domain/decide.ts', from: 'no such text', to: '' };

  await expect(findDefect(SERVICE, gone, SEEDS)).rejects.toThrow(DefectGoneError);
});
