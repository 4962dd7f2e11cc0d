import { ordinary, simulate } from './simulate';

const SCHEDULES = 200;
const FIRST_SEED = Number(process.env.SEED ?? 1);

const findBroken = async (options = ordinary) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed += 1) {
    const result = await simulate(seed, options);
    if (result.broken.length > 0) return { seed, broken: result.broken, journals: result.journals };
  }
  return null;
};

it(`keeps every invariant over ${SCHEDULES} schedules with crashes, errors, stalls and bad events`, async () => {
  expect(await findBroken()).toBeNull();
}, 30_000);

it('needs no event at all: the sweep finds everything', async () => {
  expect(await findBroken({ ...ordinary, events: { lost: 1, twice: 0, late: 0 } })).toBeNull();
}, 30_000);

it('gives the same journal for the same seed', async () => {
  expect(await simulate(FIRST_SEED)).toEqual(await simulate(FIRST_SEED));
});
