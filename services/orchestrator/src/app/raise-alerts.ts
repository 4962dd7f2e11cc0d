import type { PublishEvents } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { ListPipelines } from '@glue-relay/shared/aws/pipeline-parameters';
import { pipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { deadlineAlert, noSuccessAlert, stretchOf } from '../domain/notices/alerts';
import { noticeMetrics } from '../domain/notices/metric-names';
import type { AlertStore, NoticePorts, NoticeStore } from '../notice-ports';
import type { Clock } from '../ports';

/** What the sweep needs to raise alerts. */
export interface AlertPorts {
  readonly alerts: AlertStore;
  readonly healthOf: NoticeStore['healthOf'];
  readonly loadRun: NoticePorts['loadRun'];
  readonly listPipelines: ListPipelines;
  readonly publish: PublishEvents;
  readonly clock: Clock;
  readonly count: NoticePorts['count'];
}

/** Most missed deadlines that one sweep looks at; the next one looks at the rest. */
const MAX_DEADLINES = 100;

/**
 * Says a `Pipeline Alert` for each breach of a pipeline's alerts. It is said before it is noted as said, so that a crash in
 * between says it again under the same id, and does not lose it.
 */
export const raiseAlerts = async (ports: AlertPorts): Promise<void> => {
  const now = ports.clock();
  for (const runId of await ports.alerts.deadlinesBefore(now, MAX_DEADLINES)) {
    const run = await ports.loadRun(runId);
    const alert = run && deadlineAlert(run, now);
    if (alert) await ports.publish([outgoing(pipelineAlert, alert)]);
    if ((await ports.alerts.dropDeadline(runId, now)) && alert) ports.count(noticeMetrics.deadlineMissed);
  }
  for (const { pipeline, alerts } of (await ports.listPipelines()).values()) {
    if (alerts.noSuccessWithinHours !== null) await raiseNoSuccess(ports, pipeline, alerts.noSuccessWithinHours, now);
  }
};

const raiseNoSuccess = async (ports: AlertPorts, pipeline: string, hours: number, now: number): Promise<void> => {
  const watch = await ports.alerts.watch(pipeline, now);
  const lastSuccess = (await ports.healthOf(pipeline))?.health.lastSuccess ?? null;
  const alert = noSuccessAlert(pipeline, hours, watch, lastSuccess, now);
  if (!alert) return;
  await ports.publish([outgoing(pipelineAlert, alert)]);
  if (await ports.alerts.noteTold(pipeline, stretchOf(watch, lastSuccess))) ports.count(noticeMetrics.noSuccessInTime);
};
