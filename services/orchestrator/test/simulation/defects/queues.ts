import type { Defect } from './defect';

/** Defects of slots, of the queue and of the order of versions. */
export const queueDefects: readonly Defect[] = [
  {
    name: 'a run that ends keeps its slot',
    file: 'domain/slots.ts',
    from: "holds ? 'take' : 'release'",
    to: "holds ? 'take' : 'keep'",
  },
  {
    name: 'a run that is admitted takes no slot',
    file: 'domain/slots.ts',
    from: "holds ? 'take' : 'release'",
    to: "holds ? 'keep' : 'release'",
  },
  {
    name: 'a run that ends does not wake the next in the queue',
    file: 'domain/decide.ts',
    from: "return owe(ended, { type: 'admit', pipeline: definition.pipeline });",
    to: 'return ended;',
  },
  {
    name: 'an older version of a key is run after a newer one was taken',
    file: 'app/accept-dataset.ts',
    from: 'newest && isOlder(accepted.dataset, newest.mark) ?',
    to: 'false as boolean && newest ?',
  },
  {
    name: 'a newer version of a key queues by its own time, before an older one',
    file: 'domain/create-run.ts',
    from: 'Math.max(acceptedAt, (after?.place ?? 0) + 1)',
    to: 'acceptedAt',
  },
  {
    name: 'a run that came late displaces a newer one',
    file: 'domain/queue.ts',
    from: 'isBehind(run, newest) && queue.active',
    to: 'queue.active',
  },
  {
    name: 'a run gives up its place in the queue too early',
    file: 'domain/decide.ts',
    from: 'draft.now < status.giveUpAt',
    to: 'draft.now < status.giveUpAt - 200_000',
  },
];
