import { projectEvent } from '../src/app/project-event';
import { runViewOf } from '../src/domain/run-view';
import type { ApplyChange, QueryPorts } from '../src/ports';
import { rejectionOf, storyOf } from './story';
import { memoryReadModel } from './twins/read-model';

type ReadModel = QueryPorts & { applyChange: ApplyChange };

const RUNS = ['20261112T000000Z-aaaaaaaaaaaa', '20261112T000100Z-bbbbbbbbbbbb', '20261112T000200Z-cccccccccccc'];
const NOWHERE = '20261112T000300Z-dddddddddddd';
const STORY = [
  ...RUNS.flatMap((runId, minute) => storyOf(runId, minute)),
  rejectionOf('20261112T000250Z-eeeeeeeeeeee'),
  rejectionOf(NOWHERE, null),
];

/** Every page of a list, as run ids. */
const pagesOf = async (
  model: ReadModel,
  pipeline: string | null,
  state: 'REJECTED' | 'TIMED_OUT' | null,
): Promise<string[][]> => {
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const { runs, lastRunId }: Awaited<ReturnType<ReadModel['listRuns']>> = await model.listRuns({ pipeline, state }, 2, after);
    pages.push(runs.map(({ runId }) => runId));
    after = lastRunId;
  } while (after !== null);
  return pages.filter((page) => page.length > 0);
};

/** All that the read model answers. */
const answersOf = async (model: ReadModel) => ({
  runs: await Promise.all(
    [...RUNS, NOWHERE, 'unknown'].map(async (runId) => {
      const record = await model.findRun(runId);
      return record && runViewOf(record);
    }),
  ),
  all: await pagesOf(model, null, null),
  rejected: await pagesOf(model, null, 'REJECTED'),
  ofPipeline: await pagesOf(model, 'demand-forecast', null),
  timedOut: await pagesOf(model, 'demand-forecast', 'TIMED_OUT'),
  jobs: await model.listJobs(),
  models: await model.listModels(),
});

/** A read model in a store answers as the one in memory does, for events in order, in reverse, and twice. */
export const readModelContract = (make: () => Promise<ReadModel>): void => {
  it.each([
    ['in order', STORY],
    ['in reverse and all twice', [...STORY, ...STORY].reverse()],
    ['the middle first', [...STORY.slice(20), ...STORY.slice(0, 30)]],
  ])('keeps the same model for events %s', async (_, events) => {
    const expected = memoryReadModel();
    await project(expected, STORY);
    const model = await make();
    await project(model, events);
    const answers = await answersOf(model);
    expect(answers).toEqual(await answersOf(expected));
    expect(answers.all).toEqual([[NOWHERE, '20261112T000250Z-eeeeeeeeeeee'], [RUNS[2], RUNS[1]], [RUNS[0]]]);
  });
};

const project = async ({ applyChange }: ReadModel, events: readonly unknown[]): Promise<void> => {
  const take = projectEvent({ applyChange, count: () => undefined, tell: () => undefined });
  for (const event of events) await take(event);
};
