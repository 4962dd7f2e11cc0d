import type { RouteTiming } from './routes';
import { MAIN_ROUTES } from './routes';

/** What is held against the aims. */
export interface Figures {
  readonly sideBySide: { readonly atFunctionMs: { readonly timesFaster: number } };
  readonly routes: readonly RouteTiming[];
  readonly sustained: {
    readonly askedPerSecond: number;
    readonly answeredPerSecond: number;
    readonly ms: { readonly p99: number };
  };
  readonly bundle: { readonly kilobytes: number };
}

export interface Verdict {
  readonly aim: string;
  readonly wanted: string;
  readonly found: string;
  readonly isMet: boolean;
}

const SLOWEST_P99_MS = 25;
/** What two readings of the same differ by: p50 by a tenth, and half a millisecond for fast ones. */
const SAME = { share: 1.1, ms: 0.5 };
const TIMES_FASTER = 20;
const LARGEST_BUNDLE_KB = 1_000;
/** A rate is kept where next to nothing is left over at the end. */
const KEPT_SHARE = 0.99;

export const verdictsOf = ({ sideBySide, routes, sustained, bundle }: Figures): Verdict[] => {
  const main = routes.filter(({ route }) => MAIN_ROUTES.includes(route));
  return [
    ...main.map(({ route, many }) => ({
      aim: `p99 of ${route} with many runs stored`,
      wanted: `under ${SLOWEST_P99_MS} ms`,
      found: `${many.p99} ms`,
      isMet: many.p99 < SLOWEST_P99_MS,
    })),
    ...main.map(({ route, few, many }) => ({
      aim: `p50 of ${route} with many runs stored`,
      wanted: `that with few, ${few.p50} ms`,
      found: `${many.p50} ms`,
      isMet: many.p50 <= few.p50 * SAME.share + SAME.ms,
    })),
    {
      aim: 'GET /jobs at the function with many runs stored, beside GetJobs and 20 GetJobRuns',
      wanted: `${TIMES_FASTER} times faster`,
      found: `${sideBySide.atFunctionMs.timesFaster} times`,
      isMet: sideBySide.atFunctionMs.timesFaster >= TIMES_FASTER,
    },
    {
      aim: 'requests a second, sustained',
      wanted: `${sustained.askedPerSecond}`,
      found: `${sustained.answeredPerSecond}, p99 ${sustained.ms.p99} ms`,
      isMet: sustained.answeredPerSecond >= sustained.askedPerSecond * KEPT_SHARE,
    },
    {
      aim: 'bundle of the function',
      wanted: `under ${LARGEST_BUNDLE_KB} kB`,
      found: `${bundle.kilobytes} kB`,
      isMet: bundle.kilobytes < LARGEST_BUNDLE_KB,
    },
  ];
};
