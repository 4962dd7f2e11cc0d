import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import type { JobReport } from '@glue-relay/shared/job-report';
import { announcementsOf } from '../domain/announcements';
import type { RecordedReport } from '../domain/recorded-report';
import { isNewer } from '../domain/recorded-report';
import { InvalidReportError, parseReportFile } from '../domain/report-file';
import { METRICS } from '../metric-names';
import type { RecordingPorts } from '../ports';

/**
 * Records the report that an `Object Created` event announces and says so. Recorded first, said after: a crash between
 * the two is healed by the message's return, which finds its own report recorded and says it again.
 *
 * @throws InvalidReportError where the object is no report: the message must stay visible, in the dead-letter queue
 */
export const recordReport =
  (ports: RecordingPorts) =>
  async ({ bucket, object }: ObjectCreated): Promise<void> => {
    const file = await ports.readReport({ bucket: bucket.name, key: object.key, versionId: object['version-id'] ?? null });
    if (!file) {
      ports.count(METRICS.gone);
      return ports.tell('report is gone', { key: object.key });
    }
    await record(ports, { report: parse(ports, object.key, file.text), writtenAt: file.writtenAt });
  };

const parse = (ports: RecordingPorts, key: string, text: string): JobReport => {
  try {
    return parseReportFile(key, text);
  } catch (error) {
    if (error instanceof InvalidReportError) ports.count(METRICS.invalid);
    throw error;
  }
};

const record = async (ports: RecordingPorts, recorded: RecordedReport): Promise<void> => {
  const { runId, step, pipeline, attempt, models } = recorded.report;
  const fields = { runId, pipeline, step, attempt };
  const existing = await ports.findReport(runId, step);
  if (existing && isNewer(existing, recorded)) {
    ports.count(METRICS.superseded);
    return ports.tell('a newer report is recorded', { ...fields, newerAttempt: existing.report.attempt });
  }
  await ports.saveReport(recorded, existing);
  await ports.publish(announcementsOf(recorded));
  ports.count(METRICS.recorded);
  ports.tell('report recorded', { ...fields, models: models.map(({ model }) => model) });
};
