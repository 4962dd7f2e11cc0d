import { isReplay } from '@glue-relay/shared/events/replay';
import { changesOf } from '../domain/projection';
import { METRICS } from '../metric-names';
import type { ProjectionPorts } from '../ports';

/**
 * Brings one event of the bus into the read model. Each change is guarded by its version, so a repeat or a late event
 * changes nothing, and a crash between two changes is healed by the event's return.
 */
export const projectEvent =
  ({ applyChange, count, tell }: ProjectionPorts) =>
  async (received: unknown): Promise<void> => {
    const changes = changesOf(received);
    if (changes.length === 0) return count(METRICS.ignored);
    const results = await Promise.all(changes.slice(0, -1).map(applyChange));
    // The last one shows the others.
    for (const change of changes.slice(-1)) results.push(await applyChange(change));
    const applied = results.filter((result) => result === 'applied').length;
    count(applied > 0 ? METRICS.projected : METRICS.stale);
    tell('event projected', { ...identityOf(received), replay: isReplay(received), changes: changes.length, applied });
  };

const identityOf = (received: unknown): Readonly<Record<string, unknown>> => {
  const event = received as { 'detail-type'?: unknown; detail?: { runId?: unknown } };
  return { detailType: event['detail-type'], runId: event.detail?.runId };
};
