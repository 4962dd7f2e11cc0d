import fc from 'fast-check';
import { listRuns } from '../src/app/list-runs';
import { changesOf } from '../src/domain/projection';
import { rejectionOf } from './story';
import { memoryReadModel } from './twins/read-model';

const FILTER = { pipeline: null, state: null, key: null, from: null };
const runIdAt = (minute: number): string =>
  `${new Date(Date.UTC(2026, 10, 12, 0, minute)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${String(minute).padStart(12, '0')}`;

/** A list that others write to while someone goes through its pages. */
const listOver = () => {
  const model = memoryReadModel();
  return {
    model,
    add: async (minutes: readonly number[]): Promise<void> => {
      await model.applyChanges(minutes.flatMap((minute) => changesOf(rejectionOf(runIdAt(minute)))));
    },
  };
};

const minutes = fc.uniqueArray(fc.nat({ max: 5_000 }), { maxLength: 25 });

it('pages give what was there from the start once each and in order, whatever is written meanwhile', () =>
  fc.assert(
    fc.asyncProperty(
      minutes,
      fc.array(minutes, { maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (first, later, limit) => {
        const { model, add } = listOver();
        await add(first);
        const seen: string[] = [];
        let before: string | null = null;
        for (let page = 0; ; page += 1) {
          const { entries, next } = await listRuns(model, FILTER, limit, before);
          seen.push(...entries.map(({ run }) => run.runId));
          if (next === null) break;
          before = next;
          await add(later[page] ?? []);
        }
        expect(seen).toEqual([...new Set(seen)].sort().reverse());
        expect(seen).toEqual(expect.arrayContaining(first.map(runIdAt)));
      },
    ),
  ));
