import { ANNOUNCED_AGAIN_MS, begun, nextState, runIdOfListed, shouldBeSettled } from '../domain/unannounced';
import { METRICS } from '../metric-names';
import type { ListedVersion, SweepPorts } from '../ports';

/** What one sweep may do: it stops after so many pages, or after the page with which it found so many objects. */
export interface SweepLimits {
  readonly pages: number;
  readonly found: number;
}

export const LIMITS: SweepLimits = { pages: 20, found: 1_000 };

/**
 * Looks through `raw/` for objects that no event announced, on from where the sweep before stopped, and puts each to the
 * intake. That decides about it as about any other: the same object has the same run id, so an event that comes
 * after all is a repeat.
 *
 * @returns the number of objects found
 */
export const findUnannounced = async (ports: SweepPorts, limits: SweepLimits = LIMITS): Promise<number> => {
  const now = ports.now();
  let state = begun(await ports.store.state(), now);
  let found = 0;
  for (let pages = 0; pages < limits.pages && found < limits.found; pages += 1) {
    const page = await ports.list(state.cursor);
    const { checkedUntil } = state;
    found += await announceLost(
      ports,
      page.current.filter((version) => shouldBeSettled(version, now, checkedUntil)),
      now,
    );
    state = nextState(state, page.next);
    await ports.store.save(state);
    if (page.next === null) break;
  }
  ports.count(state.cursor === null ? METRICS.listingFinished : METRICS.listingToBeContinued);
  return found;
};

const announceLost = async (ports: SweepPorts, versions: readonly ListedVersion[], now: number): Promise<number> => {
  const byRunId = new Map(versions.map((version) => [runIdOfListed(version), version]));
  const without = async (known: (runIds: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void> => {
    if (byRunId.size > 0) for (const runId of await known([...byRunId.keys()])) byRunId.delete(runId);
  };
  await without(ports.store.settled);
  await without((runIds) => ports.store.announcedSince(runIds, now - ANNOUNCED_AGAIN_MS));
  if (byRunId.size === 0) return 0;
  await ports.announce([...byRunId.values()]);
  await ports.store.noteAnnounced([...byRunId.keys()], now);
  for (const [runId, { key }] of byRunId) {
    ports.count(METRICS.lostFound);
    ports.tell('object without outcome was put to the intake', { runId, key });
  }
  return byRunId.size;
};
