import { PublishError } from '@glue-relay/shared/aws/event-bus';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { OwedNoticeError } from '@glue-relay/shared/notices/once';
import { METRICS } from '../src/metric-names';
import { storesContract } from './contracts';
import { created, keyOf, recorderOver, reportOf, runOf, written } from './support';
import { memoryTable } from './twins/memory-table';

const KEY = keyOf(exampleJobReport);
const [LINEAR] = exampleJobReport.models;
const FOREST = { ...LINEAR, model: 'random-forest' } as (typeof exampleJobReport.models)[number];

describe('the table in memory', () => storesContract(memoryTable));

describe('a good report', () => {
  it('is recorded and said, with one evaluation for each model', async () => {
    const report = reportOf({ models: [...exampleJobReport.models, FOREST] });
    const { record, said, counted, ports } = recorderOver(new Map([[KEY, written(report)]]));
    await record(created(KEY));
    expect(said.map(({ detailType }) => detailType)).toEqual(
      [stepReported, modelEvaluated, modelEvaluated].map((e) => e.detailType),
    );
    expect(said[2]).toMatchObject({ detail: { model: 'random-forest', runId: report.runId, attempt: 1, step: 'train' } });
    expect(await ports.findReport(report.runId, 'train')).toMatchObject({ report });
    expect(counted).toEqual([METRICS.recorded]);
  });

  it('is said the same to the byte when its event comes again', async () => {
    const { record, said } = recorderOver(new Map([[KEY, written(exampleJobReport)]]));
    await record(created(KEY));
    await record(created(KEY));
    expect(JSON.stringify(said.slice(2))).toBe(JSON.stringify(said.slice(0, 2)));
  });

  it('is said on the return of its event where the first saying failed', async () => {
    let refuse = true;
    const { record, counted } = recorderOver(new Map([[KEY, written(exampleJobReport)]]), {
      publish: async () => {
        if (refuse) throw new PublishError('bus', []);
      },
    });
    await expect(record(created(KEY))).rejects.toThrow(PublishError);
    refuse = false;
    await record(created(KEY));
    expect(counted).toEqual([METRICS.recorded]);
  });
});

describe('an evaluation', () => {
  const evaluationsSaid = (said: readonly { detailType: string; detail: unknown }[]) =>
    said.filter(({ detailType }) => detailType === modelEvaluated.detailType).map(({ detail }) => detail);

  it('says which data and which code it is about, once its run is known', async () => {
    const { record, said, ports } = recorderOver(new Map([[KEY, written(exampleJobReport)]]));
    await record(created(KEY));
    expect(evaluationsSaid(said)).toMatchObject([{ dataset: null, codeVersion: null }]);
    await ports.saveRun(runOf());
    await record(created(KEY));
    expect(evaluationsSaid(said)[1]).toMatchObject({ dataset: { key: 'raw/train.csv' }, codeVersion: '5f2a9c41d07b' });
  });

  it('is measured once, by pipeline and model and never by run', async () => {
    const { record, measured } = recorderOver(new Map([[KEY, written(exampleJobReport)]]));
    await record(created(KEY));
    await record(created(KEY));
    expect(measured.filter(({ name }) => name === 'Rmse')).toEqual([
      { name: 'Rmse', value: 8.88, dimensions: { pipeline: 'demand-forecast', model: 'linear-regression' } },
    ]);
  });
});

describe('attempts', () => {
  const first = reportOf({ attempt: 1 });
  const second = reportOf({ attempt: 2, models: [] });

  it.each([
    ['in order', [first, second], [METRICS.recorded, METRICS.recorded]],
    ['the other way round', [second, first], [METRICS.recorded, METRICS.superseded]],
  ])('the later one stays, %s', async (_, order, outcomes) => {
    const files = new Map();
    const { record, counted, ports } = recorderOver(files);
    for (const report of order) {
      files.set(KEY, written(report, 10 - report.attempt));
      await record(created(KEY));
    }
    expect(counted).toEqual(outcomes);
    expect(await ports.findReport(first.runId, 'train')).toMatchObject({ report: second });
  });

  it('says nothing of a report that was overtaken', async () => {
    const files = new Map([[KEY, written(second)]]);
    const { record, said } = recorderOver(files);
    await record(created(KEY));
    files.set(KEY, written(first));
    await record(created(KEY));
    expect(said).toHaveLength(1);
  });
});

describe('a bad report', () => {
  it.each([
    ['no JSON', KEY, '{"schemaVersion": 1,', /JSON/],
    ['NaN, as Python writes it', KEY, '{"rmse": NaN}', /JSON/],
    ['a field missing', KEY, JSON.stringify({ ...exampleJobReport, rows: undefined }), /rows/],
    ['another version', KEY, JSON.stringify({ ...exampleJobReport, schemaVersion: 2 }), /schemaVersion/],
    ['a negative count', KEY, JSON.stringify(reportOf({ rows: { in: -1, out: 0, quarantined: 0 } })), /rows\.in/],
    ['another run', KEY.replace('run_id=2', 'run_id=1'), JSON.stringify(exampleJobReport), /runId is "2.*key says "1/],
    ['another pipeline', KEY.replace('demand', 'supply'), JSON.stringify(exampleJobReport), /pipeline is/],
    ['another step', KEY.replace('train', 'clean'), JSON.stringify(exampleJobReport), /step is "train" but its key says "clean"/],
    ['another place', 'metrics/train.json', JSON.stringify(exampleJobReport), /expected a key metrics/],
    ['nothing', KEY, '', /JSON/],
  ])('%s: is put aside with the reason, and people are told', async (_, key, text, fault) => {
    const file = { text, writtenAt: '2026-11-12T00:01:00.000Z' };
    const { record, said, counted, quarantined, notices } = recorderOver(new Map([[key, file]]));
    await record(created(key));
    expect(quarantined).toEqual([{ key, fault: expect.stringMatching(fault) }]);
    expect({ said, counted }).toEqual({ said: [], counted: [METRICS.quarantined] });
    expect(notices).toMatchObject([{ text: expect.stringContaining(`quarantine/${key}`) }]);
  });

  it('is told of once, however often and late its event comes, and again where a new version is bad too', async () => {
    const bad = { text: 'no JSON', writtenAt: '2026-11-12T00:01:00.000Z' };
    const { record, counted, quarantined, notices, clock } = recorderOver(new Map([[KEY, bad]]));
    await record(created(KEY));
    await record(created(KEY));
    clock.now += 90 * 86_400_000;
    await record(created(KEY));
    expect([notices, quarantined].map((all) => all.length)).toEqual([1, 1]);
    expect(counted).toEqual([METRICS.quarantined, METRICS.quarantineRepeated, METRICS.quarantineRepeated]);
    await record(created(KEY, 'v2'));
    expect(notices).toHaveLength(2);
  });

  it('is told of by another try where one died over it, once its time is over', async () => {
    const { record, ports, notices, clock } = recorderOver(new Map([[KEY, { text: 'no JSON', writtenAt: '' }]]));
    await ports.notices.claim(`${KEY}#v1`, clock.now, clock.now + 1_000);
    await expect(record(created(KEY))).rejects.toThrow(OwedNoticeError);
    clock.now += 1_000;
    await record(created(KEY));
    expect(notices).toHaveLength(1);
  });

  it('that is gone is counted', async () => {
    const { record, counted } = recorderOver(new Map());
    await record(created(KEY));
    expect(counted).toEqual([METRICS.gone]);
  });
});
