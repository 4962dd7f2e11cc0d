import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import type { Notice } from '@glue-relay/shared/notices/notice';
import { OwedNoticeError } from '@glue-relay/shared/notices/once';
import { alertNotice } from '../domain/notices/alert-notice';
import type { PipelineHealth, Verdict } from '../domain/notices/incident';
import { HEALTHY, judge, judgedEndOf } from '../domain/notices/incident';
import type { NoticeMetric } from '../domain/notices/metric-names';
import { noticeMetrics } from '../domain/notices/metric-names';
import { failureNotice, failureOf, recoveryNotice, successNotice } from '../domain/notices/run-notices';
import type { HealthChange, KnownHealth, NoticePorts, NoticeRecord, OwedNotice } from '../notice-ports';

/** Others wrote the pipeline's health each time that it was tried; trying later helps. */
export class ContendedHealthError extends Error {
  override readonly name = 'ContendedHealthError';
}

const MAX_TRIES = 8;

/** How long a message belongs to the one that recorded it, in ms: longer than the function runs, shorter than its queue waits. */
const LEASE_MS = 60_000;

/**
 * Tells people of the end of a run, where it opens or closes an incident of its pipeline. What was decided is recorded with
 * the message before it is sent, so that a repeat sends nothing, and one that comes after a crash sends what is owed.
 *
 * @throws ContendedHealthError, OwedNoticeError
 */
export const notifyOfRun = async (ports: NoticePorts, change: RunStateChange): Promise<void> => {
  const end = judgedEndOf(change);
  if (!end) return;
  const { pipeline, runId } = change;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const known = await ports.notices.find(noticeIdOf(change));
    if (known) return sendIfOwed(ports, known);
    const before = await ports.notices.healthOf(pipeline);
    const verdict = judge(before?.health ?? HEALTHY, end);
    const record = await recordOf(ports, change, verdict);
    const health = verdict.type === 'old-news' ? null : healthChange(pipeline, before, verdict.health);
    if (!health && !record) return ports.count(noticeMetrics.noNotice);
    if (!(await ports.notices.commit({ health, record, at: ports.clock() }))) continue;
    ports.count(metricOf[verdict.type]);
    ports.tell(`run ${verdict.type} for its pipeline`, { runId, pipeline });
    if (record?.state === 'owed') await send(ports, record.id, record.notice);
    return;
  }
  throw new ContendedHealthError(`Health of ${pipeline} was written by others ${MAX_TRIES} times in a row`);
};

/**
 * Tells people of an alert, once for each id.
 *
 * @throws OwedNoticeError
 */
export const notifyOfAlert = async (ports: NoticePorts, alert: PipelineAlert): Promise<void> => {
  const known = await ports.notices.find(alert.alertId);
  if (known) return sendIfOwed(ports, known);
  const record = owed(ports, alert.alertId, alertNotice(alert, await ports.place()));
  if (!(await ports.notices.commit({ health: null, record, at: ports.clock() }))) throw new OwedNoticeError(record.id);
  ports.count(noticeMetrics.alertTold);
  await send(ports, record.id, record.notice);
};

const healthChange = (pipeline: string, before: KnownHealth | null, health: PipelineHealth): HealthChange => ({
  pipeline,
  before: before?.revision ?? null,
  after: { revision: (before?.revision ?? 0) + 1, health },
});

const metricOf: Readonly<Record<Verdict['type'], NoticeMetric>> = {
  opened: noticeMetrics.incidentOpened,
  continued: noticeMetrics.incidentContinued,
  recovered: noticeMetrics.incidentRecovered,
  succeeded: noticeMetrics.noNotice,
  'old-news': noticeMetrics.noNotice,
};

/** A redriven run ends again, under the same id: each of its ends is one of its own. */
const noticeIdOf = ({ runId, sequence }: RunStateChange): string => `${runId}#${sequence}`;

/** An end that sends nothing and is no failure needs no record: its repeat is old news. */
const recordOf = async (ports: NoticePorts, change: RunStateChange, verdict: Verdict): Promise<NoticeRecord | null> => {
  const id = noticeIdOf(change);
  switch (verdict.type) {
    case 'opened':
    case 'continued': {
      const failure = failureOf(await ports.loadRun(change.runId));
      if (verdict.type === 'continued' && !failure.isToldEachTime) return { state: 'done', id };
      return owed(ports, id, failureNotice(change, failure, await ports.place()));
    }
    case 'recovered':
      return owed(ports, id, recoveryNotice(change, verdict.incident, await ports.place()));
    case 'succeeded':
    case 'old-news':
      return (await isSuccessTold(ports, change)) ? owed(ports, id, successNotice(change, await ports.place())) : null;
  }
};

const isSuccessTold = async (ports: NoticePorts, { runId, state }: RunStateChange): Promise<boolean> =>
  state === 'SUCCEEDED' && ((await ports.loadRun(runId))?.definition.alerts.onSuccess ?? false);

const owed = (ports: NoticePorts, id: string, notice: Notice): OwedNotice => ({
  state: 'owed',
  id,
  notice,
  leaseUntil: ports.clock() + LEASE_MS,
});

/**
 * While the lease runs the message is with whoever has it. That one may have died, and this may be its very event, which the
 * queue gave out twice: it has to come again until the message was sent, for if it is taken for done now, none may be left.
 */
const sendIfOwed = async (ports: NoticePorts, record: NoticeRecord): Promise<void> => {
  if (record.state === 'done') return ports.count(noticeMetrics.noticeRepeated);
  const now = ports.clock();
  if (record.leaseUntil > now || !(await ports.notices.claim(record, now + LEASE_MS))) throw new OwedNoticeError(record.id);
  await send(ports, record.id, record.notice);
};

const send = async (ports: NoticePorts, id: string, notice: Notice): Promise<void> => {
  await ports.send(notice);
  ports.count(noticeMetrics.noticeSent);
  ports.tell('message sent', { notice: id, subject: notice.subject });
  await ports.notices.confirm(id);
};
