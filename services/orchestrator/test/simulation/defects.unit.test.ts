import { join } from 'node:path';
import { DefectGoneError } from './defect-bundles';
import { defects } from './defects/all';
import type { Found } from './find-defect';
import { findDefects } from './find-defect';

const SERVICE = join(__dirname, '../..');
const SEEDS = { first: 1, last: 5_000, adapters: false };
const TIMEOUT_MS = 600_000;

let found: (Found | null)[] = [];
beforeAll(async () => {
  found = await findDefects(SERVICE, defects, SEEDS);
}, TIMEOUT_MS);

it.each([...defects.entries()].map(([index, { name }]) => ({ index, name })))('finds the defect: $name', ({ index }) => {
  expect(found[index]?.broken).not.toHaveLength(0);
  expect(found[index]?.seed).toBeLessThanOrEqual(SEEDS.last);
});

it('says so where a defect does not apply to the source any more', async () => {
  const gone = { name: 'gone', file: 'domain/decide.ts', from: 'no such text', to: '' };

  await expect(findDefects(SERVICE, [gone], SEEDS)).rejects.toThrow(DefectGoneError);
});
