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

/** Works in turns, one after the other: what slows the machine down slows each of them down. */
export const inTurns = async <Name extends string>(
  works: Readonly<Record<Name, (turn: number) => Promise<unknown>>>,
  { warmUp, turns }: { readonly warmUp: number; readonly turns: number },
): Promise<Record<Name, Timing>> => {
  const entries = Object.entries<(turn: number) => Promise<unknown>>(works).map(([name, work]) => ({
    name,
    work,
    times: [] as number[],
  }));
  for (let turn = 0; turn < warmUp + turns; turn += 1)
    for (const { work, times } of entries) {
      const took = await timed(() => work(turn));
      if (turn >= warmUp) times.push(took);
    }
  return Object.fromEntries(entries.map(({ name, times }) => [name, timingOf(times)])) as Record<Name, Timing>;
};
