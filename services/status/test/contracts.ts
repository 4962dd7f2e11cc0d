import { examplePrices } from '@glue-relay/shared/cost/prices';
import { findPipelineModels, listModels } from '../src/app/find-models';
import { findRun } from '../src/app/find-run';
import type { RunFilter } from '../src/app/list-runs';
import { listRuns } from '../src/app/list-runs';
import { checkHealth, listAlerts, listJobs, listPipelines, reportCosts } from '../src/app/overview';
import { projectEvents } from '../src/app/project-events';
import type { ApplyChanges, ReadModel } from '../src/ports';
import { batchOf, rejectionOf, remarksOn, storyOf } from './story';
import { quietPorts } from './support';
import { memoryReadModel } from './twins/read-model';

type WritableReadModel = ReadModel & { applyChanges: ApplyChanges };

const RUNS = ['20261112T000000Z-aaaaaaaaaaaa', '20261112T000100Z-bbbbbbbbbbbb', '20261112T000200Z-cccccccccccc'];
const MEMBERS = ['20261112T000030Z-111111111111', '20261112T000040Z-222222222222'];
const NOWHERE = '20261112T000300Z-dddddddddddd';
const STORY = [
  ...RUNS.flatMap((runId, minute) => storyOf(runId, minute)),
  rejectionOf('20261112T000250Z-eeeeeeeeeeee'),
  rejectionOf(NOWHERE, null),
  ...remarksOn(RUNS[1] ?? ''),
  batchOf(RUNS[1] ?? '', MEMBERS),
];

const ANY: RunFilter = { pipeline: null, state: null, key: null, from: null };

/** Every page of a list, as run ids. */
const pagesOf = async (model: ReadModel, filter: Partial<RunFilter>): Promise<string[][]> => {
  const pages: string[][] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(model, { ...ANY, ...filter }, 2, before);
    pages.push(page.entries.map(({ run }) => run.runId));
    before = page.next;
  } while (before !== null);
  return pages;
};

/** All that the read model answers. */
export const answersOf = async (model: ReadModel) => ({
  runs: await Promise.all([...RUNS, ...MEMBERS, NOWHERE, 'unknown'].map((runId) => findRun(model, runId, examplePrices))),
  all: await pagesOf(model, {}),
  rejected: await pagesOf(model, { state: 'REJECTED' }),
  ofPipeline: await pagesOf(model, { pipeline: 'demand-forecast' }),
  timedOut: await pagesOf(model, { pipeline: 'demand-forecast', state: 'TIMED_OUT' }),
  ofKey: await pagesOf(model, { key: 'raw/train.csv', state: 'TIMED_OUT', from: RUNS[1] ?? '' }),
  ofMember: await pagesOf(model, { key: 'raw/part-2.csv' }),
  jobs: await listJobs(model),
  pipelines: await listPipelines({ ...quietPorts, readModel: model }),
  models: await listModels(model),
  history: await findPipelineModels(model, 'demand-forecast', { metric: 'rmse', limit: 100 }),
  costs: await reportCosts(model, { from: '2026-10-30', to: '2026-12-01', pipeline: null }, examplePrices),
  alerts: await listAlerts(model, 'demand-forecast', 10, null),
  health: await checkHealth({ ...quietPorts, readModel: model }),
});

/** A read model in a store answers as the one in memory does, for events in order, in reverse, and twice. */
export const readModelContract = (make: () => Promise<WritableReadModel>): void => {
  it.each([
    ['in order', STORY, 1],
    ['in reverse and all twice, in batches', [...STORY, ...STORY].reverse(), 10],
    ['the middle first', [...STORY.slice(20), ...STORY.slice(0, 30)], 1],
    ['all at once, and again', [...STORY, ...STORY], STORY.length],
  ])('keeps the same model for events %s', async (_, events, batch) => {
    const expected = memoryReadModel();
    await project(expected, STORY);
    const model = await make();
    await project(model, events, batch);
    const answers = await answersOf(model);
    expect(answers).toEqual(await answersOf(expected));
    expect(answers.all).toEqual([[NOWHERE, '20261112T000250Z-eeeeeeeeeeee'], [RUNS[2], RUNS[1]], [RUNS[0]]]);
    expect(answers.ofMember).toEqual([[RUNS[1]]]);
    expect(answers.costs.pipelines).toMatchObject([{ pipeline: 'demand-forecast', dpuSeconds: 720, attempts: 6 }]);
    expect(answers.pipelines).toMatchObject([{ pipeline: 'demand-forecast', runsCounted: 3, successRate: 0 }]);
    expect(answers.alerts.alerts).toHaveLength(2);
  });

  it('counts what attempts cost once, however many writers there are at once', async () => {
    const model = await make();
    await Promise.all(Array.from({ length: 3 }, () => project(model, storyOf(RUNS[0] ?? '', 0))));
    const { pipelines } = await reportCosts(model, { from: '2026-11-12', to: '2026-11-12', pipeline: null }, examplePrices);
    expect(pipelines).toMatchObject([{ dpuSeconds: 240, attempts: 2 }]);
  });
};

const project = async ({ applyChanges }: WritableReadModel, events: readonly unknown[], batch = 1): Promise<void> => {
  const take = projectEvents({ applyChanges, count: () => undefined, tell: () => undefined });
  for (let start = 0; start < events.length; start += batch) {
    const results = await take(events.slice(start, start + batch));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
};
