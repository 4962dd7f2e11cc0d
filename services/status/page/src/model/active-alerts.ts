import type { Alert, Pipeline } from '../api/types';

/** Those alerts whose cause still stands, by what the pipelines look like now. */
export const activeAlerts = (alerts: readonly Alert[], pipelines: readonly Pipeline[]): Alert[] => {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.pipeline, pipeline]));
  return alerts.filter((alert) => {
    const pipeline = byName.get(alert.pipeline);
    return pipeline !== undefined && stands(alert, pipeline);
  });
};

const stands = (alert: Alert, { running, queued, lastRun, lastSuccess }: Pipeline): boolean => {
  switch (alert.kind) {
    case 'no-success':
      return (lastSuccess?.endedAt ?? '') < alert.at;
    case 'deadline-missed':
      return (
        running.some(({ runId }) => runId === alert.runId) ||
        (alert.state === 'QUEUED' && queued > 0 && (lastRun?.runId ?? '') < alert.runId)
      );
    case 'drift':
      return alert.runId === lastRun?.runId || alert.runId === lastSuccess?.runId;
  }
};
