import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import fc from 'fast-check';
import { generateSync } from 'json-schema-faker';
import * as z from 'zod';
import { namespaceOf } from '../../src/domain/lineage/names';
import { eventOfReport } from '../../src/domain/lineage/of-report';
import { eventOfRun } from '../../src/domain/lineage/of-run';
import { eventOfStep } from '../../src/domain/lineage/of-step';
import type { OpenLineageEvent } from '../../src/domain/lineage/openlineage';
import { FACETS } from '../../src/domain/lineage/openlineage';
import { faultsOf } from './openlineage-schema';
import { SAMPLES } from './samples';
import { runStory, stepStory } from './stories';

const NAMESPACE = namespaceOf('test', { region: 'eu-central-1', account: '123456789012' });
const { dataset } = runStateChange.example;
const BUCKET = dataset.bucket;

const typesById = (events: readonly OpenLineageEvent[]): Map<string, string[]> => {
  const types = new Map<string, string[]>();
  for (const { run, eventType } of events) types.set(run.runId, [...(types.get(run.runId) ?? []), eventType]);
  return types;
};
const isEvent = (event: OpenLineageEvent | undefined): event is OpenLineageEvent => event !== undefined;

describe('a step', () => {
  it('has an id for each attempt, which starts once and ends once, by events of the schema', () => {
    fc.assert(
      fc.property(stepStory, (attempts) => {
        const events = attempts.flatMap(({ changes }) => changes.map((change) => eventOfStep(change, NAMESPACE))).filter(isEvent);
        expect(events.flatMap(faultsOf)).toEqual([]);
        const types = [...typesById(events).values()];
        expect(types).toHaveLength(attempts.length);
        for (const one of types) expect(one).toEqual(['START', expect.stringMatching(/^(COMPLETE|FAIL|ABORT)$/)]);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['SUCCEEDED', 'COMPLETE'],
    ['FAILED', 'FAIL'],
    ['TIMED_OUT', 'FAIL'],
    ['WAITING', 'FAIL'],
    ['STOPPED', 'ABORT'],
  ] as const)('that is %s is told as %s, at its own time and under its run', (state, eventType) => {
    const event = eventOfStep({ ...stepStateChange.example, state }, NAMESPACE);
    expect(event).toMatchObject({ eventType, eventTime: '2026-11-12T00:00:20.000Z', job: { name: 'demand-forecast.clean' } });
    expect(event?.run.facets.parent?.run).toEqual({ runId: eventOfRun(runStateChange.example, NAMESPACE)?.run.runId });
  });

  it('that is taken up again belongs to the redriven run', () => {
    const parent = eventOfStep({ ...stepStateChange.example, redrives: 1 }, NAMESPACE)?.run.facets.parent;
    expect(parent?.run).toEqual({ runId: eventOfRun({ ...runStateChange.example, redrives: 1 }, NAMESPACE)?.run.runId });
    expect(parent?.run).not.toEqual({ runId: eventOfRun(runStateChange.example, NAMESPACE)?.run.runId });
  });

  it.each([
    ["ValueError: could not convert string to float: 'Ada Lovelace'", 'ValueError in step clean, attempt 1'],
    ['pyspark.errors.AnalysisException: 4711, Ada Lovelace', 'pyspark.errors.AnalysisException in step clean, attempt 1'],
    ['Ada Lovelace, 4711: ValueError', 'failed in step clean, attempt 1'],
  ])('that failed says no more of "%s" than its class', (error, said) => {
    const event = eventOfStep({ ...stepStateChange.example, state: 'FAILED', error }, NAMESPACE);
    expect(event?.run.facets.errorMessage?.message).toBe(`${said}; the text: relay run ${stepStateChange.example.runId}`);
    expect(JSON.stringify(event)).not.toMatch(/Ada|4711/);
  });

  it('that is a gate is not told', () => {
    expect(eventOfStep({ ...stepStateChange.example, kind: 'gate' }, NAMESPACE)).toBeUndefined();
  });
});

describe('a run', () => {
  it('starts once and ends once for each time that it left the queue, by events of the schema', () => {
    fc.assert(
      fc.property(runStory, (drives) => {
        const events = drives.flatMap(({ changes }) => changes.map((change) => eventOfRun(change, NAMESPACE))).filter(isEvent);
        expect(events.flatMap(faultsOf)).toEqual([]);
        const types = [...typesById(events).values()];
        expect(types).toHaveLength(drives.filter(({ isStarted }) => isStarted).length);
        for (const one of types) expect(one).toEqual(['START', expect.stringMatching(/^(COMPLETE|FAIL|ABORT)$/)]);
      }),
      { numRuns: 200 },
    );
  });

  it('reads its data set, by place and version', () => {
    expect(eventOfRun(runStateChange.example, NAMESPACE)?.inputs).toMatchObject([
      { namespace: `s3://${BUCKET}`, name: 'raw/train.csv', facets: { version: { datasetVersion: dataset.versionId } } },
    ]);
  });

  it.each([
    ['schedule/demand-forecast/2026-11-12T06:30:00Z', '2026-11-12T06:30:00Z'],
    ['schedule/demand-forecast/tomorrow', undefined],
    ['from-a-person', undefined],
  ])('that a command with key %s started was due at %s', (id, due) => {
    const event = eventOfRun({ ...runStateChange.example, cause: { type: 'command', id, by: 'x' } }, NAMESPACE);
    expect(event?.run.facets.nominalTime?.nominalStartTime).toBe(due);
  });

  it('of another stage, account or region has another id', () => {
    const ids = ['a', 'b'].map((stage) => eventOfRun(runStateChange.example, namespaceOf(stage, { region: 'r', account: '1' })));
    expect(new Set(ids.map((event) => event?.run.runId)).size).toBe(2);
  });
});

describe('a report', () => {
  const uri = (path: string): string => `s3://${BUCKET}/${path}`;
  const reportOf = (step: string, outputs: Record<string, string>, overrides: Partial<StepReported> = {}): StepReported => ({
    ...stepReported.example,
    step,
    outputs,
    ...overrides,
  });
  const { runId } = stepReported.example;
  const clean = reportOf('clean', {
    processed: uri(`processed/demand-forecast/run_id=${runId}`),
    train: uri(`training/demand-forecast/run_id=${runId}/train.csv`),
    quarantine: uri(`quarantine/demand-forecast/run_id=${runId}`),
  });
  const told = (report: StepReported, before: readonly StepReported[] = [], definition = examplePipeline): OpenLineageEvent =>
    eventOfReport(report, { dataset, definition, reports: new Map(before.map((one) => [one.step, one])) }, NAMESPACE);
  const namesOf = (datasets: readonly { name: string }[]): string[] => datasets.map(({ name }) => name);

  it('adds to the attempt, whatever its state', () => {
    const { eventType, eventTime, run } = told(clean);
    expect({ eventType, eventTime }).toEqual({ eventType: 'OTHER', eventTime: stepReported.example.recordedAt });
    expect(run.runId).toBe(eventOfStep(stepStateChange.example, NAMESPACE)?.run.runId);
  });

  it('of a first step has the columns that are declared, and what was found in them', () => {
    const profile = [{ column: 'sales', missing: 2, rows: 10, bins: [] }];
    const [input] = told({ ...clean, profile }).inputs;
    expect(input?.facets.schema?.fields).toContainEqual({ name: 'store', type: 'integer' });
    expect(input?.inputFacets.dataQualityMetrics).toMatchObject({
      rowCount: 10,
      columnMetrics: { sales: { nullCount: 2, count: 8 } },
    });
  });

  it('of a batch has no columns, for its data set is a list of files', () => {
    const list = { ...dataset, key: 'runs/demand-forecast/batches/x.files.jsonl' };
    const [input] = eventOfReport(clean, { dataset: list, definition: examplePipeline, reports: new Map() }, NAMESPACE).inputs;
    expect(input).toMatchObject({ name: list.key, inputFacets: {} });
    expect(input?.facets.schema).toBeUndefined();
  });

  it('names what was written alike in every run, with the run as its version', () => {
    const { outputs } = told(clean);
    expect(namesOf(outputs)).toEqual([
      'processed/demand-forecast',
      'training/demand-forecast/train.csv',
      'quarantine/demand-forecast',
    ]);
    expect(outputs.map(({ facets }) => facets.version?.datasetVersion)).toEqual([runId, runId, runId]);
  });

  it('says rows of what was put aside, and of a step with one output', () => {
    const rows = { in: 10, out: 7, quarantined: 3 };
    const counts = (report: StepReported) =>
      told(report).outputs.map(({ outputFacets }) => outputFacets.outputStatistics?.rowCount);
    expect(counts({ ...clean, rows })).toEqual([undefined, undefined, 3]);
    expect(counts(reportOf('features', { features: uri(`features/demand-forecast/run_id=${runId}`) }, { rows }))).toEqual([7]);
  });

  it('of a later step reads what the nearest steps before it wrote, but not what they put aside', () => {
    const train = reportOf('train', {});
    expect(namesOf(told(train, [clean]).inputs)).toEqual(['processed/demand-forecast', 'training/demand-forecast/train.csv']);
    const features = reportOf('features', { features: uri(`features/demand-forecast/run_id=${runId}`) });
    expect(namesOf(told(train, [clean, features]).inputs)).toEqual(['features/demand-forecast']);
    expect(namesOf(told(train).inputs)).toEqual(['raw/train.csv']);
  });

  it('leaves out what is not in S3', () => {
    expect(told(reportOf('clean', { table: 'glue://database/table' })).outputs).toEqual([]);
  });
});

it('every event that our schemas allow gives an event of the schema, or none', () => {
  const samples = <Detail>(schema: z.ZodType<Detail>): Detail[] =>
    Array.from({ length: 60 }, (_, seed) =>
      schema.parse(
        generateSync(Object(z.toJSONSchema(schema, { io: 'output' })), { seed, optionalsProbability: (seed % 3) / 2 }),
      ),
    );
  const around = { dataset, definition: examplePipeline, reports: new Map() };
  const events = [
    ...samples(runStateChange.detail).map((change) => eventOfRun(change, NAMESPACE)),
    ...samples(stepStateChange.detail).map((change) => eventOfStep(change, NAMESPACE)),
    ...samples(stepReported.detail).map((report) => eventOfReport(report, around, NAMESPACE)),
  ].filter(isEvent);
  expect(events.length).toBeGreaterThan(60);
  expect(events.flatMap(faultsOf)).toEqual([]);
});

it("the samples that OpenLineage's own client is shown fit the schema and have every facet", () => {
  expect(SAMPLES.flatMap(faultsOf)).toEqual([]);
  const facets = new Set(JSON.stringify(SAMPLES).match(/(?<=\$defs\/)\w+Facet/g));
  expect([...facets].sort()).toEqual([...FACETS].sort());
});

it('the schema refuses what is no run event', () => {
  const event = eventOfRun(runStateChange.example, NAMESPACE);
  expect(faultsOf({ ...event, eventTime: 'yesterday' })).toEqual(['/eventTime must match format "date-time"']);
  expect(faultsOf({ ...event, run: { runId: runStateChange.example.runId, facets: {} } })).toEqual([
    '/run/runId must match format "uuid"',
  ]);
  expect(faultsOf(datasetRejected.example)).not.toEqual([]);
});
