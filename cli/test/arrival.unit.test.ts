import { candidatesFor } from '@glue-relay/shared/pipeline/candidates';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { appearsWithinOf, checkParameters, collectorOf, waitOf } from '../src/arrival';

const pipelineOf = (pipeline: string, prefix: string, seconds: number | null = null) => ({
  ...examplePipeline,
  pipeline,
  parameters: {},
  input: { ...examplePipeline.input, prefix, batch: seconds === null ? null : { files: 3, seconds } },
});
const plain = pipelineOf('plain', 'raw/');

describe('parameters of a drop', () => {
  it('are refused where no pipeline that may take the key has them, with what each has', () => {
    expect(() => checkParameters('raw/a.csv', { nope: '1' }, [examplePipeline, plain])).toThrow(
      'demand-forecast: unknown parameter "nope"; the pipeline has tuned. plain: unknown parameter "nope"; the pipeline has none.',
    );
    expect(() => checkParameters('raw/a.csv', { tuned: 'maybe' }, [examplePipeline])).toThrow(
      'parameter "tuned" expects true or false, found "maybe"',
    );
  });

  it.each([
    ['one of several pipelines has them', 'raw/a.csv', { tuned: 'true' }, [examplePipeline, plain]],
    ['there are none', 'raw/a.csv', {}, [examplePipeline]],
    ['no pipeline takes the key, which ingest tells', 'raw/a.txt', { nope: '1' }, [examplePipeline]],
  ])('are let through where %s', (_, key, given, pipelines) =>
    expect(() => checkParameters(key, given, pipelines)).not.toThrow(),
  );
});

describe('who collects files', () => {
  const slow = pipelineOf('slow', 'raw/sales/', 600);
  const pipelines = [pipelineOf('quick', 'raw/sales/', 60), slow, plain];

  it('is the pipeline that may take the key and waits longest', () => {
    const found = collectorOf(candidatesFor('raw/sales/a.csv', pipelines));
    expect(found).toEqual({ pipeline: 'slow', batch: { files: 3, seconds: 600 } });
    expect(found && waitOf(found)).toMatch(/^Pipeline slow collects files: .* 3, or 600 s/);
  });

  it('is nobody for another key', () => expect(collectorOf(candidatesFor('raw/a.csv', pipelines))).toBeUndefined());

  it('makes who drops a file wait for so long, and for what is on its way besides', () => {
    expect(appearsWithinOf(undefined)).toBe(120);
    expect(appearsWithinOf(collectorOf(pipelines))).toBe(720);
  });
});
