import { isReplay } from '@glue-relay/shared/events/replay';
import type { Change } from '../domain/changes';
import { foldChanges } from '../domain/fold';
import { changesOf } from '../domain/projection';
import { METRICS } from '../metric-names';
import type { Applied, ApplyChanges, ProjectionPorts } from '../ports';

type Settled = PromiseSettledResult<Applied>;

/**
 * Brings events of the bus into the read model, each place that they change by one write. A change is guarded by its version,
 * so a repeat or a late event changes nothing, and a crash between two writes is healed by the events' return.
 *
 * @returns for each event whether all that it changes is there; one fails where it cannot be read or a write that it asked for did
 */
export const projectEvents =
  ({ applyChanges, count, tell }: ProjectionPorts) =>
  async (received: readonly unknown[]): Promise<readonly PromiseSettledResult<void>[]> => {
    const read = await Promise.allSettled(received.map(async (event) => changesOf(event)));
    const changes = read.map((one) => (one.status === 'fulfilled' ? one.value : []));
    const parts = await applied(
      applyChanges,
      changes.map((all) => all.filter((change) => !isListed(change))),
    );
    // What a list shows has its parts.
    const listed = changes.map((all, event) => (parts[event]?.some(hasFailed) ? [] : all.filter(isListed)));
    const shown = await applied(applyChanges, listed);
    return received.map((event, index) => {
      const results = [...(parts[index] ?? []), ...(shown[index] ?? [])];
      const failure = [read[index], ...results].find((one) => one?.status === 'rejected');
      if (failure) return failure;
      count(outcomeOf(results));
      if (results.length > 0) tell('event projected', { ...identityOf(event), replay: isReplay(event), changes: results.length });
      return { status: 'fulfilled', value: undefined };
    });
  };

/** What came of the changes of each event. */
const applied = async (
  apply: ApplyChanges,
  changes: readonly (readonly Change[])[],
): Promise<readonly (readonly Settled[])[]> => {
  const folded = foldChanges(changes);
  const results: Settled[][] = changes.map(() => []);
  const settled = folded.length > 0 ? await apply(folded.map(({ change }) => change)) : [];
  for (const [index, { events }] of folded.entries()) {
    const result = settled[index];
    if (result) for (const event of events) results[event]?.push(result);
  }
  return results;
};

const isListed = (change: Change): boolean => change.kind === 'put' && change.listing !== undefined;

const hasFailed = ({ status }: Settled): boolean => status === 'rejected';

const outcomeOf = (results: readonly Settled[]) => {
  if (results.length === 0) return METRICS.ignored;
  return results.some((one) => one.status === 'fulfilled' && one.value === 'applied') ? METRICS.projected : METRICS.stale;
};

const identityOf = (received: unknown): Readonly<Record<string, unknown>> => {
  const event = received as { 'detail-type'?: unknown; detail?: { runId?: unknown } };
  return { detailType: event['detail-type'], runId: event.detail?.runId };
};
