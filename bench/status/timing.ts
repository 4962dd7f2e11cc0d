import { quantile } from '../chain/trace';

/** Times in ms. */
export interface Timing {
  readonly p50: number;
  readonly p99: number;
}

const ROUND = 100;

/** To hundredths. */
export const rounded = (figure: number): number => Math.round(figure * ROUND) / ROUND;

export const timingOf = (times: readonly number[]): Timing => ({
  p50: rounded(quantile(times, 0.5)),
  p99: rounded(quantile(times, 0.99)),
});

/** How long it took, in ms. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** How often things are done and timed. */
export interface Counts {
  /** Turns that are not counted. */
  readonly warmUp: number;
  readonly turns: number;
  /** Times in a row within a turn, so that not each begins where another left the caches. */
  readonly inARow: number;
}

/** Works in turns, one after the other: what slows the machine down slows each of them down. */
export const inTurns = async <Name extends string>(
  works: Readonly<Record<Name, (turn: number) => Promise<unknown>>>,
  { warmUp, turns, inARow }: Counts,
): Promise<Record<Name, Timing>> => {
  const measured = Object.entries<(turn: number) => Promise<unknown>>(works).map(([name, work]) => {
    const times: number[] = [];
    return { name, work, times };
  });
  for (let turn = 0; turn < (warmUp + turns) * inARow; turn += inARow)
    for (const { work, times } of measured)
      for (let time = turn; time < turn + inARow; time += 1) {
        const took = await timed(() => work(time));
        if (turn >= warmUp * inARow) times.push(took);
      }
  return Object.fromEntries(measured.map(({ name, times }) => [name, timingOf(times)])) as Record<Name, Timing>;
};
