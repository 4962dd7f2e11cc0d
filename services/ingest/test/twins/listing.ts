import type { ListedVersion, SweepPorts, SweepState, SweepStore } from '../../src/ports';

/** Current versions under `raw/` by key, listed in pages of so many. */
export const memoryListing = (versions: Map<string, ListedVersion>, pageSize: number): SweepPorts['list'] => {
  const inOrder = () => [...versions.keys()].filter((key) => key.startsWith('raw/')).sort();
  return async (after) => {
    const rest = inOrder().filter((key) => after === null || key > after);
    const page = rest.slice(0, pageSize);
    return {
      current: page.flatMap((key) => versions.get(key) ?? []),
      next: rest.length > pageSize ? (page.at(-1) ?? null) : null,
    };
  };
};

/** The sweep's memory, over outcomes that are recorded elsewhere. */
export const memorySweepStore = (isSettled: (runId: string) => boolean): SweepStore => {
  let state: SweepState | null = null;
  const announced = new Map<string, number>();
  return {
    state: async () => state,
    save: async (next) => {
      state = next;
    },
    settled: async (runIds) => new Set(runIds.filter(isSettled)),
    announcedSince: async (runIds, since) =>
      new Set(runIds.filter((runId) => (announced.get(runId) ?? Number.NEGATIVE_INFINITY) >= since)),
    noteAnnounced: async (runIds, at) => {
      for (const runId of runIds) announced.set(runId, at);
    },
  };
};
