import { attemptIn } from '../../src/domain/arguments';
import { T0 } from '../factories';
import type { MemoryJobRuns } from '../twins/aws/memory-job-runs';
import type { AtRest } from './invariants';

/** Every start was granted, and in no window of time were more granted than burst and rate allow. */
export const brokenLimits = ({ books, glue, crawls, limit: { perSecond, burst } }: AtRest): string[] => {
  const permits = [...books.permits()].sort((one, other) => one - other);
  const unpaid = glue.all().length + crawls.all().length - permits.length;
  // How far a window that ends here is over its rate is measured from where the rate was ahead of the starts the most.
  let ahead = Number.POSITIVE_INFINITY;
  const crowded = permits.some((at, index) => {
    const due = ((at - T0) / 1000) * perSecond;
    ahead = Math.min(ahead, index - due);
    return index + 1 - due - ahead > burst + 1e-6;
  });
  return [
    ...(unpaid > 0 ? [`${unpaid} job runs and crawls were started without leave`] : []),
    ...(crowded ? ['too many starts at once'] : []),
  ];
};

/** Every attempt was started once, and what was started has ended. */
export const brokenJobRuns = (glue: MemoryJobRuns): string[] => {
  const attempts = new Map<string, number>();
  for (const { arguments: given } of glue.all()) {
    const attempt = JSON.stringify(attemptIn(given));
    attempts.set(attempt, (attempts.get(attempt) ?? 0) + 1);
  }
  const twice = [...attempts].filter(([, count]) => count > 1).map(([attempt, count]) => `${attempt} was started ${count} times`);
  const left = glue.all().filter((run) => run.completedAt === null);
  return [...twice, ...left.map((run) => `${run.jobRunId} still runs`)];
};
