import { PublishError } from '@glue-relay/shared/aws/event-bus';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import { untyped } from '@glue-relay/shared/pipeline/input';
import { OWN_AREAS } from '@glue-relay/shared/pipeline/names';
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
      detail: { reason: 'missing-columns', pipeline: null, message: expect.stringContaining('"Sale"') },
    });
  });
});
