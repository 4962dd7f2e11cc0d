import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { decisionKeyOf } from '@glue-relay/shared/pipeline/names';
import type { JournalEntry } from '../../src/domain/journal';
import { newsIn } from '../../src/domain/journal-items';
import type { Run } from '../../src/domain/run';
import { MINUTE } from '../factories';
import type { MemoryBucket } from '../twins/aws/memory-bucket';
import type { Item } from '../twins/aws/operands';
import type { AnnounceOptions } from './announce';
import { announceBadly } from './announce';

/** A decision, and when it could be seen. */
export interface Made {
  readonly decision: ChampionDecided;
  readonly at: number;
}

export interface DecisionOptions extends AnnounceOptions {
  readonly bucket: MemoryBucket;
  readonly runOf: (runId: string) => Run | undefined;
  readonly announce: (event: { readonly source: string; readonly 'detail-type': string; readonly detail: unknown }) => void;
}

/** What becomes of a run's model: each a chain of outcomes, one after the other. */
const stories: readonly (readonly ChampionDecided['outcome'][])[] = [
  ['promoted'],
  ['promoted'],
  ['kept'],
  ['kept', 'approved'],
  ['promoted', 'kept'],
  [],
];

/** Metrics in place of the service: decides about the models of runs that have a gate, about when the gate begins. */
export const decisionMaker = (options: DecisionOptions) => {
  const { random, time, bucket, runOf } = options;
  const made: Made[] = [];

  const make = (run: Run, outcome: ChampionDecided['outcome']): void => {
    const { pipeline } = run.definition;
    const challenger = { ...championDecided.example.challenger, runId: run.runId };
    const champion = outcome === 'kept' ? { ...challenger, runId: 'another' } : challenger;
    const trained = random.pick(Object.keys(run.tries));
    const attempts = run.tries[trained]?.attempts;
    const report = outcome !== 'approved' && trained && attempts ? { step: trained, attempt: attempts } : null;
    const sequence = made.length + 1;
    const decision = { ...championDecided.example, pipeline, challenger, champion, outcome, report, sequence };
    bucket.put(decisionKeyOf(pipeline, run.runId), JSON.stringify(decision));
    made.push({ decision, at: time.now() });
    const { source, detailType } = championDecided;
    announceBadly(options, () => options.announce({ source, 'detail-type': detailType, detail: decision }));
  };

  /** Takes what the journal says: a gate that begins has its model decided upon soon, or had a moment ago. */
  const hear = (item: Item): void => {
    for (const entry of newsIn(item)) hearOne(entry);
  };
  const hearOne = (entry: JournalEntry): void => {
    if (entry.kind !== 'step' || entry.event.kind !== 'gate' || entry.event.state !== 'STARTING') return;
    const { runId } = entry.event;
    let at = time.now();
    for (const outcome of random.pick(stories)) {
      at += random.pick([0, 0, random.between(1, 1000), random.between(1, 3 * MINUTE)]);
      time.at(at, () => {
        const run = runOf(runId);
        if (run) make(run, outcome);
      });
    }
  };
  return { hear, made: (): readonly Made[] => made };
};
