import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import type { JobReport } from '@glue-relay/shared/job-report';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import type { Notice } from '@glue-relay/shared/notices/notice';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { examplePipeline } from '@glue-relay/shared/pipeline/definition';
import { memoryNoticeLog } from '../../../shared/test/support/memory-notice-log';
import { recordReport } from '../src/app/record-report';
import type { Decided } from '../src/domain/champion/champion';
import type { AttemptCost } from '../src/domain/cost/attempt-cost';
import type { RecordedReport } from '../src/domain/recorded-report';
import type { RunIdentity } from '../src/domain/run-identity';
import type { MetricName } from '../src/metric-names';
import type { ApiPorts, JudgingPorts, LedgerPorts, RecordingPorts, ReportFile } from '../src/ports';
import { memoryTable } from './twins/memory-table';

export const reportOf = (overrides: Partial<JobReport> = {}): JobReport => ({ ...exampleJobReport, ...overrides });

/** A report whose only model has this RMSE. */
export const trainedOf = (runId: string, rmse: number, overrides: Partial<JobReport> = {}): JobReport =>
  reportOf({ runId, models: exampleJobReport.models.map((model) => ({ ...model, metrics: { rmse } })), ...overrides });

const atSecond = (second: number): string => new Date(Date.parse('2026-11-12T00:01:00.000Z') + second * 1_000).toISOString();

export const recordedOf = (overrides: Partial<JobReport> = {}, second = 1): RecordedReport => ({
  report: reportOf(overrides),
  writtenAt: atSecond(second),
});

export const keyOf = ({ pipeline, runId, step }: JobReport): string => `metrics/${pipeline}/run_id=${runId}/${step}.json`;

export const written = (report: unknown, second = 0): ReportFile => ({
  text: JSON.stringify(report),
  writtenAt: atSecond(second),
});

export const created = (key: string, versionId = 'v1'): ObjectCreated => ({
  ...objectCreated.example,
  object: { ...objectCreated.example.object, key, 'version-id': versionId },
});

export const runOf = (overrides: Partial<RunIdentity> = {}): RunIdentity => {
  const { runId, pipeline, sequence, state, createdAt, dataset, codeVersion } = runStateChange.example;
  return { runId, pipeline, sequence, state, createdAt, dataset, codeVersion, ...overrides };
};

export const attemptOf = (overrides: Partial<AttemptCost> = {}): AttemptCost => ({
  pipeline: 'demand-forecast',
  runId: 'r1',
  step: 'clean',
  attempt: 1,
  jobRunId: 'jr_1',
  succeeded: true,
  endedAt: '2026-11-12T00:00:20.000Z',
  executionSeconds: 17,
  dpuSeconds: 120,
  dollars: 0.5,
  ...overrides,
});

export const decidedOf = (pipeline: string, sequence: number, runId: string): Decided => {
  const champion = { runId, model: 'linear-regression', variant: 'classic', split: 's', value: 8 };
  const decision = {
    schemaVersion: 1 as const,
    pipeline,
    sequence,
    outcome: 'promoted' as const,
    metric: 'rmse',
    higherIsBetter: false,
    challenger: champion,
    previous: null,
    champion,
    reason: 'better',
    decidedBy: 'rule',
    decidedAt: '2026-11-12T00:00:00.000Z',
    report: { step: 'train', attempt: 1 },
  };
  return { decision, after: { pipeline, sequence, champion, earlier: [] } };
};

/** The whole service with everything in memory; `files` may be changed between events. */
export const serviceInMemory = (
  files: ReadonlyMap<string, ReportFile> = new Map(),
  definition: PipelineDefinition = examplePipeline,
) => {
  const said: OutgoingEvent[] = [];
  const counted: MetricName[] = [];
  const measured: { name: string; value: number; dimensions: Readonly<Record<string, string>> }[] = [];
  const notices: Notice[] = [];
  const quarantined: { key: string; fault: string }[] = [];
  const aliases: string[] = [];
  const kept: ChampionDecided[] = [];
  const clock = { now: Date.parse('2026-11-12T12:00:00.000Z') };
  const tellPeople = async (notice: Notice): Promise<void> => {
    notices.push(notice);
  };
  const ports: RecordingPorts & JudgingPorts & LedgerPorts & ApiPorts = {
    ...memoryTable(),
    stage: 'test',
    readReport: async ({ key }) => files.get(key),
    quarantine: async ({ key }, { fault }) => {
      quarantined.push({ key, fault });
    },
    findPipeline: async (name) => (name === definition.pipeline ? definition : undefined),
    pointAlias: async ({ champion }) => {
      aliases.push(champion.runId);
    },
    keepDecision: async (decision) => {
      kept.push(decision);
    },
    publish: async (events) => {
      said.push(...events);
    },
    notify: tellPeople,
    send: tellPeople,
    notices: memoryNoticeLog(),
    clock: () => clock.now,
    count: (name) => counted.push(name),
    measure: ({ name }, value, dimensions) => measured.push({ name, value, dimensions }),
    tell: () => undefined,
    now: () => new Date(clock.now),
  };
  return { ports, said, counted, measured, notices, quarantined, aliases, kept, clock };
};

/** A recorder over some files. */
export const recorderOver = (files: ReadonlyMap<string, ReportFile>, overrides: Partial<RecordingPorts> = {}) => {
  const service = serviceInMemory(files);
  return { ...service, record: recordReport({ ...service.ports, ...overrides }) };
};
