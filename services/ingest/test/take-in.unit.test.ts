import { PublishError } from '@glue-relay/shared/aws/event-bus';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import { untyped } from '@glue-relay/shared/pipeline/input';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
import type { Release } from '@glue-relay/shared/quarantine';
import { RELEASE_METADATA } from '@glue-relay/shared/quarantine';
import { METRICS } from '../src/metric-names';
import { created, intakeOver, pipelineOf } from './support';

const GOOD = { bytes: Buffer.from('date,store,item,sales\n2013-01-01,1,1,13\n') };

describe('repeats', () => {
  it('says the same to the byte when an event comes again', async () => {
    const { take, said, counted } = intakeOver({ 'raw/a.csv': GOOD });
    await take(created('raw/a.csv'));
    await take(created('raw/a.csv'));
    expect(said).toHaveLength(2);
    expect(JSON.stringify(said[1])).toBe(JSON.stringify(said[0]));
    expect(counted).toEqual([METRICS.accepted, METRICS.accepted, METRICS.repeated]);
  });

  it('keeps to a rejection after a pipeline for the file was deployed', async () => {
    const { take, said, pipelines } = intakeOver({ 'raw/a.csv': GOOD }, []);
    await take(created('raw/a.csv'));
    pipelines.push(examplePipeline);
    await take(created('raw/a.csv'));
    expect(said[1]).toEqual(said[0]);
    expect(said[1]).toMatchObject({ detail: { reason: 'no-pipeline' } });
  });

  it('says the recorded outcome when the first saying failed', async () => {
    let refuse = true;
    const said: unknown[] = [];
    const { take, counted } = intakeOver({ 'raw/a.csv': GOOD }, undefined, {
      publish: async (events) => {
        if (refuse) throw new PublishError('bus', [{ detailType: 'Dataset Accepted', code: 'InternalFailure' }]);
        said.push(...events);
      },
    });
    await expect(take(created('raw/a.csv'))).rejects.toThrow(PublishError);
    expect(counted).toEqual([]);
    refuse = false;
    await take(created('raw/a.csv'));
    expect(said).toHaveLength(1);
  });
});

describe('what is no drop', () => {
  it.each([...OWN_AREAS.map((area) => `${area}x/y.csv`), 'raw/sub/', 'raw/x_$folder$'])(
    'ignores %s without a read',
    async (key) => {
      const { take, said, counted, bucket } = intakeOver({ [key]: { bytes: Buffer.alloc(0) } });
      await take(created(key, 0));
      expect({ said, counted, reads: bucket.reads }).toEqual({ said: [], counted: [METRICS.ignored], reads: [] });
    },
  );

  it('ignores an object that is gone', async () => {
    const { take, said, counted } = intakeOver({});
    await take(created('raw/a.csv'));
    expect({ said, counted }).toEqual({ said: [], counted: [METRICS.gone] });
  });

  it('ignores an object that goes away between the look and the read', async () => {
    const { take, said, counted } = intakeOver({ 'raw/a.csv': GOOD }, undefined, { readStart: async () => undefined });
    await take(created('raw/a.csv'));
    expect({ said, counted }).toEqual({ said: [], counted: [METRICS.gone] });
  });
});

describe('keys', () => {
  it('takes the decoded key where the one given is not there', async () => {
    const { take, said } = intakeOver({ 'raw/a b+ü%.csv': GOOD });
    await take(created('raw/a+b%2B%C3%BC%25.csv'));
    expect(said[0]).toMatchObject({ detail: { dataset: { key: 'raw/a b+ü%.csv' } } });
  });

  it('takes the key given where both are there', async () => {
    const { take, said } = intakeOver({ 'raw/a+b.csv': GOOD, 'raw/a b.csv': GOOD });
    await take(created('raw/a+b.csv'));
    expect(said[0]).toMatchObject({ detail: { dataset: { key: 'raw/a+b.csv' } } });
  });
});

describe('several pipelines', () => {
  const other = { columns: untyped(['customer', 'churned']) as PipelineInput['columns'] };

  it('lets the header decide', async () => {
    const { take, said } = intakeOver({ 'raw/a.csv': GOOD }, [pipelineOf('churn', other), pipelineOf('demand')]);
    await take(created('raw/a.csv'));
    expect(said[0]).toMatchObject({ detailType: 'Dataset Accepted', detail: { pipeline: 'demand' } });
  });

  it('takes the longest prefix where the header fits several', async () => {
    const { take, said } = intakeOver({ 'raw/shop/a.csv': GOOD }, [
      pipelineOf('all'),
      pipelineOf('shop', { prefix: 'raw/shop/' }),
    ]);
    await take(created('raw/shop/a.csv'));
    expect(said[0]).toMatchObject({ detail: { pipeline: 'shop' } });
  });

  it('rejects where the prefix does not tell either', async () => {
    const { take, said, counted } = intakeOver({ 'raw/a.csv': GOOD }, [pipelineOf('a'), pipelineOf('b')]);
    await take(created('raw/a.csv'));
    expect(said[0]).toMatchObject({
      detail: { reason: 'ambiguous-pipeline', pipeline: null, message: expect.stringContaining('a and b') },
    });
    expect(counted).toEqual([METRICS.rejected]);
  });

  it('names the pipeline that lacks the fewest columns, and claims none', async () => {
    const near = { bytes: Buffer.from('date,store,item,Sale\n1,2,3,4\n') };
    const { take, said } = intakeOver({ 'raw/a.csv': near }, [pipelineOf('churn', other), pipelineOf('demand')]);
    await take(created('raw/a.csv'));
    expect(said[0]).toMatchObject({
      detail: {
        reason: 'missing-columns',
        pipeline: null,
        message: expect.stringContaining('"Sale"'),
        remedy: expect.stringMatching(/columns of pipeline demand, .* also fits churn\.$/),
      },
    });
  });
});

describe('what somebody wants to run although it was rejected', () => {
  const recordKey = 'quarantine/demand-forecast/2026-11-12/wrong-types/20261112T000000Z-3f2a9c41d07b.released.json';
  const bad = { bytes: Buffer.from('date;sales\n'), metadata: { [RELEASE_METADATA]: recordKey, 'relay-tuned': 'true' } };
  const release = {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    reason: 'wrong-types',
    how: 'accept',
    pipeline: 'demand-forecast',
    key: 'raw/a.csv',
    size: bad.bytes.length,
    requestedBy: 'arn:aws:iam::111122223333:user/ana',
    requestedAt: '2026-11-12T00:00:00.000Z',
    released: null,
  } satisfies Release;
  const over = (record: Release | undefined, metadata: Record<string, string> = bad.metadata) =>
    intakeOver({ 'raw/a.csv': { ...bad, metadata } }, [pipelineOf('demand-forecast', { batch: { files: 2, seconds: 60 } })], {
      readRelease: async (_bucket, key) => (key === recordKey ? record : undefined),
    });

  it('runs, alone and with its parameters, and the event says who asked and why it was rejected', async () => {
    const { take, said, counted, bucket } = over(release);
    await take(created('raw/a.csv'));
    const { runId: rejectedRunId, reason, requestedBy } = release;
    expect(said[0]).toMatchObject({
      detailType: 'Dataset Accepted',
      detail: { pipeline: 'demand-forecast', parameters: { tuned: true }, override: { rejectedRunId, reason, requestedBy } },
    });
    expect(bucket.reads).toEqual([]);
    expect(counted).toEqual([METRICS.accepted, METRICS.overridden]);
  });

  it.each([
    ['there is no record', undefined, undefined],
    ['the record is of a replay', { ...release, how: 'replay' as const }, undefined],
    ['the record is of another key', { ...release, key: 'raw/b.csv' }, undefined],
    ['the object has another size', { ...release, size: 1 }, undefined],
    ['the pipeline is gone', { ...release, pipeline: 'gone' }, undefined],
    ['the metadata names no record of the quarantine', release, { [RELEASE_METADATA]: 'raw/mine.json' }],
  ])('is judged as any other where %s', async (_why, record, metadata) => {
    const { take, said } = over(record, metadata);
    await take(created('raw/a.csv'));
    expect(said[0]).toMatchObject({ detailType: 'Dataset Rejected', detail: { reason: 'not-csv' } });
  });
});

describe('what is said and logged of a rejection', () => {
  it('names the place in the quarantine, and the log has nothing of the file', async () => {
    const secret = { bytes: Buffer.from('date,store,item,sales\nsecret,secret,secret,secret\n') };
    const { take, said, told } = intakeOver({ 'raw/a.csv': secret });
    await take(created('raw/a.csv'));
    const { quarantine, message, rejectedAt, runId } = datasetRejected.detail.parse(said[0]?.detail);
    const base = `quarantine/demand-forecast/${rejectedAt.slice(0, 10)}/wrong-types/${runId}`;
    expect(quarantine).toEqual({ key: `${base}/a.csv`, sidecarKey: `${base}.json` });
    expect(message).toContain('"secret"');
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('leaves what lies outside raw/ and what has no version where it is', async () => {
    const { take, said } = intakeOver({ 'a.csv': GOOD });
    await take(created('a.csv'));
    expect(said[0]).toMatchObject({ detail: { reason: 'outside-raw', quarantine: null } });
  });
});

describe('files of a batch', () => {
  const batched = pipelineOf('batched', { batch: { files: 2, seconds: 60 }, partition: { pattern: '/([a-z]+)-' } });

  it('are said as one, by partition, whatever comes again', async () => {
    const keys = ['raw/x-1.csv', 'raw/y-1.csv', 'raw/x-2.csv'];
    const { take, said, counted } = intakeOver(Object.fromEntries(keys.map((key) => [key, GOOD])), [batched]);
    for (const key of [...keys, ...keys]) await take(created(key));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ detailType: 'Dataset Accepted', detail: { partition: 'x', pipeline: 'batched' } });
    expect(datasetAccepted.detail.parse(said[0]?.detail).objects?.map(({ key }) => key)).toEqual(['raw/x-1.csv', 'raw/x-2.csv']);
    expect(counted.filter((metric) => metric === METRICS.collected)).toHaveLength(3);
    expect(counted.filter((metric) => metric === METRICS.repeated)).toHaveLength(3);
  });
});
