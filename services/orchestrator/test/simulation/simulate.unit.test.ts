import { median } from 'simple-statistics';
import { T0 } from '../factories';
import { seeded } from './random';
import { scheduler } from './scheduler';
import { ordinary, simulate } from './simulate';
import { calm, stale, worldOf } from './worlds';

const SCHEDULES = Number(process.env.SCHEDULES ?? 200);
const TIMEOUT_MS = 30_000 + SCHEDULES * 50;
const FIRST_SEED = Number(process.env.SEED ?? 1);
/** Schedules a second are worth nothing where next to nothing happens in half of them. */
const LEAST_MEDIAN_TURNS = 120;

const findBroken = async (options = ordinary, schedules = SCHEDULES) => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + schedules; seed += 1) {
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

it.each([
  ['the real adapters', { ...ordinary, adapters: true }],
  ['a calm world', calm],
  ['a world of stale answers', stale],
])(
  'keeps every invariant with %s',
  async (_, options) => {
    expect(await findBroken(options, Math.ceil(SCHEDULES / 10))).toBeNull();
  },
  TIMEOUT_MS,
);

it.each([true, false])('makes the same calls and journals for the same seed, with real adapters: %s', async (adapters) => {
  const options = { ...ordinary, adapters };
  const first = await simulate(FIRST_SEED, options);
  expect(await simulate(FIRST_SEED, options)).toEqual(first);
  expect((await simulate(FIRST_SEED + 1, options)).trace).not.toBe(first.trace);
});

it('plays schedules that have something in them, though most worlds are small', async () => {
  const turns: number[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + 100; seed += 1) turns.push((await simulate(seed, worldOf(seed))).turns);

  expect(median(turns)).toBeGreaterThan(LEAST_MEDIAN_TURNS);
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
