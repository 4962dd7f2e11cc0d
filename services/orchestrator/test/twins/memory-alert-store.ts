import type { Watch } from '../../src/domain/notices/alerts';
import { deadlineOf } from '../../src/domain/notices/alerts';
import type { Run } from '../../src/domain/run';
import { hasEnded } from '../../src/domain/run';
import type { AlertStore } from '../../src/notice-ports';

/** Deadlines and watches in memory; `add` is what the commit of a run does that is made or redriven. */
export interface MemoryAlertStore extends AlertStore {
  readonly add: (run: Run) => void;
  readonly deadlineOf: (runId: string) => number | null;
  readonly watchOf: (pipeline: string) => Watch | null;
}

export const memoryAlertStore = (): MemoryAlertStore => {
  const deadlines = new Map<string, number>();
  const watches = new Map<string, Watch>();
  return {
    deadlineOf: (runId) => deadlines.get(runId) ?? null,
    watchOf: (pipeline) => watches.get(pipeline) ?? null,
    add: (run) => {
      const deadline = deadlineOf(run);
      if (deadline !== null && !hasEnded(run)) deadlines.set(run.runId, deadline);
    },
    deadlinesBefore: async (time, limit) =>
      [...deadlines]
        .filter(([, deadline]) => deadline < time)
        .sort(([, one], [, other]) => one - other)
        .slice(0, limit)
        .map(([runId]) => runId),
    dropDeadline: async (runId, before) => (deadlines.get(runId) ?? before) < before && deadlines.delete(runId),
    watch: async (pipeline, since) => {
      const watch = watches.get(pipeline) ?? { since, toldOf: null };
      watches.set(pipeline, watch);
      return watch;
    },
    noteTold: async (pipeline, toldOf) => {
      const watch = watches.get(pipeline);
      if (!watch || watch.toldOf === toldOf) return false;
      watches.set(pipeline, { ...watch, toldOf });
      return true;
    },
  };
};
