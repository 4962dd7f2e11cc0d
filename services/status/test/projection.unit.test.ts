import fc from 'fast-check';
import { projectEvent } from '../src/app/project-event';
import { runViewOf } from '../src/domain/run-view';
import { METRICS } from '../src/metric-names';
import { rejectionOf, storyOf } from './story';
import { memoryReadModel } from './twins/read-model';

const RUN = '20261112T000000Z-aaaaaaaaaaaa';
const OTHER_RUN = '20261112T000100Z-bbbbbbbbbbbb';

const project = async (events: readonly unknown[]) => {
  const model = memoryReadModel();
  const counted: string[] = [];
  const take = projectEvent({ applyChange: model.applyChange, count: (name) => counted.push(name), tell: () => undefined });
  for (const event of events) await take(event);
  return { model, counted };
};

describe('the read model', () => {
  const story = [...storyOf(RUN, 0), ...storyOf(OTHER_RUN, 1), rejectionOf('20261112T000200Z-cccccccccccc')];

  it('is the same for any order of the events, repeats among them', async () => {
    const expected = (await project(story)).model.dump();
    const orders = fc.tuple(
      fc.shuffledSubarray(story, { minLength: story.length, maxLength: story.length }),
      fc.array(fc.tuple(fc.constantFrom(...story), fc.nat(story.length))),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([order, repeats]) => {
        const events = repeats.reduce((all, [event, at]) => all.toSpliced(at, 0, event), order);
        expect((await project(events)).model.dump()).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('counts what changed it, what did not, and what it has no use for', async () => {
    const [first] = story;
    const foreign = { source: 'relay.ingest', 'detail-type': 'Dataset Accepted', detail: {} };
    const { counted } = await project([first, first, foreign]);
    expect(counted).toEqual([METRICS.projected, METRICS.stale, METRICS.ignored]);
  });

  it('refuses an event of the wrong shape rather than keeping a part of it', async () => {
    const [first] = story as [{ detail: object }];
    await expect(project([{ ...first, detail: { ...first.detail, sequence: 'two' } }])).rejects.toThrow(/sequence/);
  });

  it('keeps what came before the run without showing half of it', async () => {
    const { model } = await project(storyOf(RUN, 0).slice(2, 10));
    expect(await model.findRun(RUN)).toBeUndefined();
    expect((await model.listRuns({ pipeline: null, state: null }, 10, null)).runs).toEqual([]);
  });

  it('shows for each job the attempt that started last, however late an older one ends', async () => {
    const { model } = await project([...storyOf(OTHER_RUN, 1), ...storyOf(RUN, 0)]);
    const jobs = await model.listJobs();
    expect(jobs.map(({ step, status, runId, executionTime }) => ({ step, status, runId, executionTime }))).toEqual([
      { step: 'clean', status: 'SUCCEEDED', runId: OTHER_RUN, executionTime: 2 },
      { step: 'features', status: 'SUCCEEDED', runId: OTHER_RUN, executionTime: 10 },
      { step: 'train', status: 'NEVER_RUN', runId: null, executionTime: null },
    ]);
  });

  it('lets a run stand above the rejection of its data set', async () => {
    const { model } = await project([...storyOf(RUN, 0), rejectionOf(RUN)]);
    expect((await model.findRun(RUN))?.head.kind).toBe('run');
  });
});

describe('the view of a run', () => {
  it('puts every part in its place', async () => {
    const { model } = await project(storyOf(RUN, 0));
    const record = await model.findRun(RUN);
    if (!record) throw new Error('no run');
    const view = runViewOf(record);
    expect(view).toMatchObject({ state: 'TIMED_OUT', seconds: 20, rejection: null, error: 'Took longer than 120 minutes.' });
    expect(view.steps.map(({ step, state, attempts, seconds }) => [step, state, attempts, seconds])).toEqual([
      ['clean', 'SUCCEEDED', 2, 2],
      ['features', 'SUCCEEDED', 1, 10],
      ['train', 'SKIPPED', 0, null],
    ]);
    expect(view.rows).toEqual({ in: 913000, out: 273900, quarantined: 0 });
    expect(view.steps.flatMap(({ checks }) => checks.map(({ name }) => name))).toContain('columns present');
    // The second attempt no longer has the forest.
    expect(view.models.map(({ model: name, metrics }) => [name, metrics.rmse])).toEqual([['linear-regression', 2]]);
  });

  it('shows steps that have not begun as PENDING', async () => {
    const { model } = await project(storyOf(RUN, 0).slice(0, 2));
    const record = await model.findRun(RUN);
    expect(record && runViewOf(record).steps.map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(3).fill(['PENDING', 0]),
    );
  });

  it('shows a rejection in the shape of a run', async () => {
    const { model } = await project([rejectionOf(RUN, null)]);
    const record = await model.findRun(RUN);
    expect(record && runViewOf(record)).toMatchObject({
      state: 'REJECTED',
      pipeline: null,
      steps: [],
      rejection: { reason: 'missing-columns', message: expect.any(String), remedy: expect.any(String) },
    });
  });
});
