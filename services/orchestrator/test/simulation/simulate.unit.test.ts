import { T0 } from '../factories';
import { seeded } from './random';
import { scheduler } from './scheduler';
import { ordinary, simulate } from './simulate';

const SCHEDULES = Number(process.env.SCHEDULES ?? 200);
const TIMEOUT_MS = 30_000 + SCHEDULES * 50;
const FIRST_SEED = Number(process.env.SEED ?? 1);

const findBroken = async (options = ordinary) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed += 1) {
    const result = await simulate(seed, options);
    if (result.broken.length > 0) return { seed, broken: result.broken, journals: result.journals };
  }
  return null;
};

it(
  `keeps every invariant over ${SCHEDULES} schedules with crashes, errors, stalls and bad events`,
  async () => {
    expect(await findBroken()).toBeNull();
  },
  TIMEOUT_MS,
);

it(
  'needs no event at all: the sweep finds everything',
  async () => {
    expect(await findBroken({ ...ordinary, events: { lost: 1, twice: 0, late: 0 } })).toBeNull();
  },
  TIMEOUT_MS,
);

it('gives the same journal for the same seed', async () => {
  expect(await simulate(FIRST_SEED)).toEqual(await simulate(FIRST_SEED));
});

it('finds a hang as a defect, after so many turns', async () => {
  expect((await simulate(FIRST_SEED, { ...ordinary, maxTurns: 50 })).broken).toContain('hangs: no rest within 50 turns');
});

it('ends a schedule whose tasks bring each other up again at one moment for ever', async () => {
  const time = scheduler(seeded(FIRST_SEED), T0, 1_000);
  const again = () => time.at(T0, again);
  again();

  expect(await time.run(() => false, T0 + 1)).toBe('out-of-turns');
  expect(time.turns()).toBe(1_000);
});
