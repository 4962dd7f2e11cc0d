import type { Watch } from '../../src/domain/notices/alerts';
import { deadlineOf } from '../../src/domain/notices/alerts';
import type { Run } from '../../src/domain/run';
import type { AlertStore } from '../../src/notice-ports';

/** Deadlines and watches in memory; `add` is what the commit of a new run does. */
export const memoryAlertStore = (): AlertStore & { readonly add: (run: Run) => void } => {
  const deadlines = new Map<string, number>();
  const watches = new Map<string, Watch>();
  return {
    add: (run) => {
      const deadline = deadlineOf(run);
      if (deadline !== null) deadlines.set(run.runId, deadline);
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
