import { examplePrices } from '@glue-relay/shared/cost/prices';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import fc from 'fast-check';
import { findRun } from '../src/app/find-run';
import { listRuns } from '../src/app/list-runs';
import { listJobs } from '../src/app/overview';
import { projectEvents } from '../src/app/project-events';
import type { Change } from '../src/domain/changes';
import { placeOf } from '../src/domain/changes';
import { changesOf } from '../src/domain/projection';
import { METRICS } from '../src/metric-names';
import type { ApplyChanges, ReadModel } from '../src/ports';
import { batchOf, delivered, rejectionOf, remarksOn, storyOf } from './story';
import { memoryReadModel } from './twins/read-model';

const RUN = '20261112T000000Z-aaaaaaaaaaaa';
const OTHER_RUN = '20261112T000100Z-bbbbbbbbbbbb';

const MEMBERS = ['20261111T235900Z-111111111111', '20261111T235930Z-222222222222'];

/** A read model of batches of events. */
const projectBatches = async (batches: readonly (readonly unknown[])[]) => {
  const model = memoryReadModel();
  const counted: string[] = [];
  const take = projectEvents({ applyChanges: model.applyChanges, count: (name) => counted.push(name), tell: () => undefined });
  for (const batch of batches) for (const result of await take(batch)) if (result.status === 'rejected') throw result.reason;
  return { model, counted };
};

const project = (events: readonly unknown[]) => projectBatches(events.map((event) => [event]));

/** Cuts events into batches of these sizes, over and over. */
const cut = (events: readonly unknown[], sizes: readonly number[]): unknown[][] => {
  const batches: unknown[][] = [];
  for (let start = 0, turn = 0; start < events.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    batches.push(events.slice(start, start + size));
    start += size;
  }
  return batches;
};

const view = (model: ReadModel) => findRun(model, RUN, examplePrices);

describe('the read model', () => {
  const story = [
    ...storyOf(RUN, 0),
    ...storyOf(OTHER_RUN, 1),
    rejectionOf('20261112T000200Z-cccccccccccc'),
    ...remarksOn(RUN),
    batchOf(RUN, MEMBERS),
  ];

  it('is the same for any order of the events in any batches, repeats among them', async () => {
    const expected = (await project(story)).model.dump();
    const orders = fc.tuple(
      fc.shuffledSubarray(story, { minLength: story.length, maxLength: story.length }),
      fc.array(fc.tuple(fc.constantFrom(...story), fc.nat(story.length))),
      fc.array(fc.integer({ min: 1, max: 2 * story.length }), { minLength: 1, maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([order, repeats, sizes]) => {
        const events = repeats.reduce((all, [event, at]) => all.toSpliced(at, 0, event), order);
        expect((await projectBatches(cut(events, sizes))).model.dump()).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same when it is made anew from replays, also over half of itself', async () => {
    const expected = (await project(story)).model.dump();
    const replays = (story as { source: string }[]).map((event) => ({ ...event, source: `${event.source}.replay` }));
    expect((await project(replays)).model.dump()).toEqual(expected);
    expect((await project([...story.slice(7, 25), ...replays])).model.dump()).toEqual(expected);
  });

  it('counts what changed it, what did not, and what it has no use for', async () => {
    const [first] = story;
    const foreign = { source: 'relay.ingest', 'detail-type': 'Something Else', detail: {} };
    const alone = delivered(datasetAccepted, datasetAccepted.example);
    const { counted } = await project([first, first, foreign, alone]);
    expect(counted).toEqual([METRICS.projected, METRICS.stale, METRICS.ignored, METRICS.ignored]);
  });

  it('writes each place once for all events of a batch', async () => {
    const model = memoryReadModel();
    const written: string[] = [];
    const applyChanges: ApplyChanges = (changes) => {
      written.push(...changes.map((change) => Object.values(placeOf(change)).join(' ')));
      return model.applyChanges(changes);
    };
    await projectEvents({ applyChanges, count: () => undefined, tell: () => undefined })([...story, ...story]);
    expect(new Set(written).size).toBe(written.length);
    expect(written).toContain('PIPELINES demand-forecast');
  });

  it('gives back exactly the events whose writes failed, and shows none of them', async () => {
    const model = memoryReadModel();
    const isBroken = (change: Change | undefined) => change?.kind === 'job' && change.value.step === 'features';
    const applyChanges: ApplyChanges = async (changes) =>
      (await model.applyChanges(changes)).map((result, index) =>
        isBroken(changes[index]) ? { status: 'rejected', reason: new Error('throttled') } : result,
      );
    const events = [...storyOf(RUN, 0), rejectionOf('20261112T000200Z-cccccccccccc'), { source: 'relay.ingest' }];
    const results = await projectEvents({ applyChanges, count: () => undefined, tell: () => undefined })(events);
    expect(results.map(({ status }) => status === 'rejected')).toEqual(events.map((event) => changesOf(event).some(isBroken)));
    const { entries } = await listRuns(model, { pipeline: null, state: null, key: null, from: null }, 10, null);
    expect(entries.map(({ run }) => run.state)).toEqual(['REJECTED', 'TIMED_OUT']);
  });

  it('refuses an event of the wrong shape rather than keeping a part of it', async () => {
    const [first] = story as [{ detail: object }];
    await expect(project([{ ...first, detail: { ...first.detail, sequence: 'two' } }])).rejects.toThrow(/sequence/);
  });

  it('keeps what came before the run without showing half of it', async () => {
    const { model } = await project(storyOf(RUN, 0).slice(2, 10));
    expect(await view(model)).toBeUndefined();
    expect((await listRuns(model, { pipeline: null, state: null, key: null, from: null }, 10, null)).entries).toEqual([]);
  });

  it('shows for each job the attempt that started last, however late an older one ends', async () => {
    const { model } = await project([...storyOf(OTHER_RUN, 1), ...storyOf(RUN, 0)]);
    const jobs = await listJobs(model);
    expect(jobs.map(({ step, status, runId, executionTime }) => ({ step, status, runId, executionTime }))).toEqual([
      { step: 'clean', status: 'SUCCEEDED', runId: OTHER_RUN, executionTime: 2 },
      { step: 'features', status: 'SUCCEEDED', runId: OTHER_RUN, executionTime: 10 },
      { step: 'train', status: 'NEVER_RUN', runId: null, executionTime: null },
    ]);
  });

  it('lets a run stand above the rejection of its data set', async () => {
    const { model } = await project([...storyOf(RUN, 0), rejectionOf(RUN)]);
    expect((await view(model))?.state).toBe('TIMED_OUT');
  });
});

describe('the view of a run', () => {
  it('puts every part in its place', async () => {
    const { model } = await project(storyOf(RUN, 0));
    const run = await view(model);
    if (!run) throw new Error('no run');
    expect(run).toMatchObject({ state: 'TIMED_OUT', seconds: 20, rejection: null, error: 'Took longer than 120 minutes.' });
    expect(run.steps.map(({ step, state, attempts, seconds }) => [step, state, attempts, seconds])).toEqual([
      ['clean', 'SUCCEEDED', 2, 2],
      ['features', 'SUCCEEDED', 1, 10],
      ['train', 'SKIPPED', 0, null],
    ]);
    expect(run.rows).toEqual({ in: 913000, out: 273900, quarantined: 0 });
    expect(run.steps.flatMap(({ checks }) => checks.map(({ name }) => name))).toContain('columns present');
    // The second attempt no longer has the forest.
    expect(run.models.map(({ model: name, metrics }) => [name, metrics.rmse])).toEqual([['linear-regression', 2]]);
  });

  it('shows a crawl by what it changed, and lists it with no Glue job', async () => {
    const crawl = { step: 'crawl', kind: 'crawler' as const, jobName: null };
    const none = { created: 0, updated: 0, deleted: 0 };
    const result = { kind: 'crawl' as const, crawlId: 'c', tables: { ...none, created: 1 }, partitions: none };
    const { model } = await project([
      delivered(runStateChange, { ...runStateChange.example, runId: RUN, previousState: null, steps: [{ ...crawl, after: [] }] }),
      delivered(stepStateChange, { ...stepStateChange.example, runId: RUN, ...crawl, jobRunId: null, result }),
    ]);
    expect((await view(model))?.steps).toMatchObject([{ step: 'crawl', kind: 'crawler', jobName: null, logs: null, result }]);
    expect(await listJobs(model)).toEqual([]);
  });

  it('shows steps that have not begun as PENDING', async () => {
    const { model } = await project(storyOf(RUN, 0).slice(0, 2));
    const run = await view(model);
    expect(run?.steps.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['PENDING', 0]));
  });

  it('shows a rejection in the shape of a run', async () => {
    const { model } = await project([rejectionOf(RUN, null)]);
    expect(await view(model)).toMatchObject({
      state: 'REJECTED',
      pipeline: null,
      steps: [],
      rejection: {
        reason: 'missing-columns',
        message: expect.any(String),
        remedy: expect.any(String),
        quarantineKey: expect.stringMatching(/^quarantine\//),
      },
    });
  });

  it('has every attempt with its cost, and the journal with its causes', async () => {
    const { model } = await project([...storyOf(RUN, 0), ...remarksOn(RUN)]);
    const run = await view(model);
    expect(run?.steps[0]?.attemptDetails).toMatchObject([
      { attempt: 1, state: 'WAITING', error: 'boom', seconds: 3, cost: { dpuSeconds: 120 }, logs: { stream: `jr_${RUN}_clean` } },
      { attempt: 2, state: 'SUCCEEDED', error: null, cost: { dpuSeconds: 120 } },
    ]);
    expect(run?.cost?.dpuSeconds).toBe(240);
    expect(run?.progress).toEqual({ done: 3, steps: 3 });
    expect(run?.journal.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(run?.journal[4]).toMatchObject({ step: 'clean', from: 'RUNNING', to: 'WAITING', cause: { type: 'glue-event' } });
    expect(run?.drift).toMatchObject([{ kind: 'drift', drift: 'model-metric', limits: { lower: 7.4, upper: 8.3 } }]);
  });
});
