import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { objectCreated } from '@glue-relay/shared/events/aws-events';
import type { JobReport } from '@glue-relay/shared/job-report';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { recordReport } from '../src/app/record-report';
import type { MetricName } from '../src/metric-names';
import type { RecordingPorts, ReportFile } from '../src/ports';
import { memoryReports } from './twins/reports';

export const reportOf = (overrides: Partial<JobReport> = {}): JobReport => ({ ...exampleJobReport, ...overrides });

export const keyOf = ({ pipeline, runId, step }: JobReport): string => `metrics/${pipeline}/run_id=${runId}/${step}.json`;

export const written = (report: unknown, second = 0): ReportFile => ({
  text: JSON.stringify(report),
  writtenAt: new Date(Date.parse('2026-11-12T00:01:00.000Z') + second * 1000).toISOString(),
});

export const created = (key: string): ObjectCreated => ({
  ...objectCreated.example,
  object: { ...objectCreated.example.object, key, 'version-id': 'v1' },
});

/** Metrics with everything in memory; `files` may be changed between events. */
export const recorderOver = (files: Map<string, ReportFile>, overrides: Partial<RecordingPorts> = {}) => {
  const said: OutgoingEvent[] = [];
  const counted: MetricName[] = [];
  const reports = memoryReports();
  const record = recordReport({
    readReport: async ({ key }) => files.get(key),
    ...reports,
    publish: async (events) => {
      said.push(...events);
    },
    count: (name) => counted.push(name),
    tell: () => undefined,
    ...overrides,
  });
  return { record, said, counted, reports };
};
