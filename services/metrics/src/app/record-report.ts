import type { ObjectCreated } from '@glue-relay/shared/events/aws-events';
import { sendOnce } from '@glue-relay/shared/notices/once';
import { PIPELINE_METRICS } from '@glue-relay/shared/pipeline-metrics';
import { announcementsOf } from '../domain/announcements';
import { evaluationsOf } from '../domain/evaluation';
import { quarantineNotice } from '../domain/notices';
import { quarantineKeysOf } from '../domain/quarantine';
import type { RecordedReport } from '../domain/recorded-report';
import { isNewer } from '../domain/recorded-report';
import { InvalidReportError, parseReportFile } from '../domain/report-file';
import { METRICS } from '../metric-names';
import type { ObjectVersion, RecordingPorts, ReportFile } from '../ports';

/**
 * Records the report that an `Object Created` event announces and says so. Recorded first, said after: a crash between
 * the two is healed by the message's return, which finds its own report recorded and says it again. What is no report is put
 * aside with the reason.
 */
export const recordReport =
  (ports: RecordingPorts) =>
  async ({ bucket, object }: ObjectCreated): Promise<void> => {
    const version = { bucket: bucket.name, key: object.key, versionId: object['version-id'] ?? null };
    const file = await ports.readReport(version);
    if (!file) {
      ports.count(METRICS.gone);
      return ports.tell('report is gone', { key: object.key });
    }
    const parsed = parse(object.key, file.text);
    if (parsed instanceof InvalidReportError) return putAside(ports, version, file, parsed);
    await record(ports, { report: parsed, writtenAt: file.writtenAt });
  };

const parse = (key: string, text: string) => {
  try {
    return parseReportFile(key, text);
  } catch (error) {
    if (error instanceof InvalidReportError) return error;
    throw error;
  }
};

/** How long one invocation has for an object, in ms: longer than the function runs, shorter than its queue waits. */
const LEASE_MS = 60_000;

/** Once for each version: a repeat would tell people again, and a late one put an old version in the place of a newer one. */
const putAside = async (
  ports: RecordingPorts,
  version: ObjectVersion,
  file: ReportFile,
  { fault }: InvalidReportError,
): Promise<void> => {
  const { key, versionId } = version;
  const outcome = await sendOnce(ports, {
    id: `${key}#${versionId ?? file.writtenAt}`,
    notice: quarantineNotice(ports.stage, key, fault, quarantineKeysOf(key).copy),
    leaseMs: LEASE_MS,
    before: () => ports.quarantine(version, { fault, writtenAt: file.writtenAt }),
  });
  ports.count(outcome === 'sent' ? METRICS.quarantined : METRICS.quarantineRepeated);
  ports.tell(outcome === 'sent' ? 'report is in quarantine' : 'report was in quarantine', { key, fault });
};

const record = async (ports: RecordingPorts, recorded: RecordedReport): Promise<void> => {
  const { runId, step, pipeline, attempt, models } = recorded.report;
  const fields = { runId, pipeline, step, attempt };
  const existing = await ports.findReport(runId, step);
  if (existing && isNewer(existing, recorded)) {
    ports.count(METRICS.superseded);
    return ports.tell('a newer report is recorded', { ...fields, newerAttempt: existing.report.attempt });
  }
  const evaluations = evaluationsOf(recorded, await ports.findRun(runId));
  await ports.saveReport(recorded, evaluations, existing);
  await ports.publish(announcementsOf(recorded, evaluations));
  if (!existing || isNewer(recorded, existing)) measure(ports, recorded);
  ports.count(METRICS.recorded);
  ports.tell('report recorded', { ...fields, models: models.map(({ model }) => model) });
};

const measure = (ports: RecordingPorts, { report }: RecordedReport): void => {
  const { pipeline, step, rows, models } = report;
  ports.measure(PIPELINE_METRICS.rowsIn, rows.in, { pipeline, step });
  ports.measure(PIPELINE_METRICS.rowsQuarantined, rows.quarantined, { pipeline, step });
  for (const { model, metrics } of models) {
    if (metrics.rmse !== undefined) ports.measure(PIPELINE_METRICS.rmse, metrics.rmse, { pipeline, model });
  }
};
