import type { Change } from '../../src/domain/changes';
import { placeOf } from '../../src/domain/changes';
import { bucketDeltas } from '../../src/domain/contribution';
import type { CostBucket } from '../../src/domain/cost-report';
import { historySchema, mergeHistory, NO_HISTORY } from '../../src/domain/history';
import { jobIsLater } from '../../src/domain/job-order';
import type { Applied, ApplyChanges, ReadModel } from '../../src/ports';

type Put = Extract<Change, { kind: 'put' }>;
type Attempt = Extract<Change, { kind: 'attempt' }>;
type Job = Extract<Change, { kind: 'job' }>;
type Kept = { readonly value: unknown; readonly change: Change };

/** The read model in memory. */
export const memoryReadModel = (): ReadModel & { applyChanges: ApplyChanges; dump: () => unknown } => {
  const kept = new Map<string, Map<string, Kept>>();
  const buckets = new Map<string, CostBucket>();
  const collection = (name: string): Map<string, Kept> => {
    const found = kept.get(name) ?? new Map<string, Kept>();
    kept.set(name, found);
    return found;
  };
  const inOrder = (name: string) =>
    [...(kept.get(name) ?? [])].sort(([one], [other]) => (one < other ? -1 : 1)).map(([id, { value }]) => ({ id, value }));
  const charge = (before: Attempt | undefined, { contribution }: Attempt): void => {
    for (const delta of bucketDeltas(before?.contribution ?? null, contribution)) {
      const key = `${delta.day}#${delta.pipeline}`;
      const bucket = buckets.get(key) ?? { ...delta, standardDpuSeconds: 0, flexDpuSeconds: 0, attempts: 0 };
      buckets.set(key, {
        ...bucket,
        standardDpuSeconds: bucket.standardDpuSeconds + delta.standardDpuSeconds,
        flexDpuSeconds: bucket.flexDpuSeconds + delta.flexDpuSeconds,
        attempts: bucket.attempts + delta.attempts,
      });
    }
  };
  const apply = (change: Change): Applied => {
    const place = placeOf(change);
    const known = collection(place.collection).get(place.id);
    const value = nextValueOf(change, known);
    if (value === undefined) return 'stale';
    if (change.kind === 'attempt') charge(known?.change as Attempt | undefined, change);
    collection(place.collection).set(place.id, { value, change });
    return change.kind === 'once' ? 'kept' : 'applied';
  };
  return {
    dump: () => ({
      kept: [...kept.keys()].sort().map((name) => [name, inOrder(name)]),
      buckets: [...buckets].sort(([one], [other]) => (one < other ? -1 : 1)),
    }),
    applyChanges: async (changes) => changes.map((change) => ({ status: 'fulfilled', value: apply(change) })),
    find: async ({ collection: name, id }) => kept.get(name)?.get(id)?.value,
    read: async ({ collection: name, newestFirst, limit }) =>
      (newestFirst ? inOrder(name).reverse() : inOrder(name)).slice(0, limit),
    list: async ({ list, before, limit }) => {
      const lines = [...kept.values()]
        .flatMap((items) => [...items.values()])
        .flatMap(({ change }) => (change.kind === 'put' && change.listing ? [change.listing] : []))
        .filter(({ lists }) => lists.some(({ dimension, name }) => dimension === list.dimension && name === list.name))
        .filter(({ order }) => before === null || order < before)
        .sort((one, other) => (one.order < other.order ? 1 : -1))
        .map(({ order, line }) => ({ order, line }));
      return { lines: lines.slice(0, limit), hasMore: lines.length > limit };
    },
    costs: async (month) => [...buckets.values()].filter(({ day }) => day.startsWith(month.slice(0, 7))),
  };
};

/** The value after the change; undefined where it changes nothing. */
const nextValueOf = (change: Change, known: Kept | undefined): unknown => {
  if (change.kind === 'history') {
    const history = known ? historySchema.parse(known.value) : NO_HISTORY;
    const merged = change.entries.reduce(mergeHistory, history);
    return merged === history ? undefined : merged;
  }
  const isLater =
    !known ||
    change.kind === 'once' ||
    (change.kind === 'job' ? jobIsLater(change, known.change as Job) : change.version > (known.change as Put | Attempt).version);
  return isLater ? change.value : undefined;
};
