import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import type { ModelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { Alert } from './alert';
import { isDrift } from './alert';
import type { Change } from './changes';
import type { Evaluation, LatestModel } from './entities';
import { alertsOfPipeline, allAlerts, driftOfPipeline } from './lists';
import { alertCollection, CHAMPIONS, decisionsOf, evaluationsOf, LATEST_MODELS, PART, runCollection, sortable } from './places';

/** What metrics says of a run: an attempt's later report or evaluation takes the place of an earlier one's. */
const versionOf = (attempt: number, at: string): string => `${sortable(attempt)}#${at}`;

export const projectReport = (detail: StepReported): readonly Change[] => [
  {
    kind: 'put',
    place: { collection: runCollection(detail.runId), id: `${PART.report}${detail.step}` },
    version: versionOf(detail.attempt, detail.recordedAt),
    value: detail,
  },
];

export const projectEvaluation = (detail: ModelEvaluated): readonly Change[] => {
  const { runId, step, model, variant, pipeline, split, metrics, baseline, evaluatedAt, attempt } = detail;
  const version = versionOf(attempt, evaluatedAt);
  const latest: LatestModel = { pipeline, model, variant, split, metrics, runId, evaluatedAt };
  const evaluation: Evaluation = { ...latest, baseline: baseline?.metrics ?? null };
  const name = `${model}#${variant}`;
  return [
    { kind: 'put', place: { collection: runCollection(runId), id: `${PART.model}${step}#${name}` }, version, value: detail },
    {
      kind: 'put',
      place: { collection: evaluationsOf(pipeline), id: `${runId}#${step}#${name}` },
      version,
      value: evaluation,
    },
    {
      kind: 'put',
      place: { collection: LATEST_MODELS, id: `${pipeline}#${name}` },
      version: `${evaluatedAt}#${runId}`,
      value: latest,
    },
  ];
};

export const projectDecision = (detail: ChampionDecided): readonly Change[] => {
  const version = sortable(detail.sequence);
  return [
    { kind: 'put', place: { collection: decisionsOf(detail.pipeline), id: version }, version, value: detail },
    { kind: 'put', place: { collection: CHAMPIONS, id: detail.pipeline }, version, value: detail },
  ];
};

/** An alert may be said more than once, at different times: the first time is the one that stays. */
export const alertChange = (alert: Alert): readonly Change[] => {
  const { alertId, pipeline, at } = alert;
  const version = earlierIsHigher(at);
  return [
    {
      kind: 'put',
      place: { collection: alertCollection(alertId), id: 'ALERT' },
      version,
      value: alert,
      listing: {
        order: `${at}#${alertId}`,
        lists: [allAlerts, alertsOfPipeline(pipeline), ...(isDrift(alert) ? [driftOfPipeline(pipeline)] : [])],
        line: alert,
      },
    },
    ...(isDrift(alert)
      ? [
          {
            kind: 'put' as const,
            place: { collection: runCollection(alert.runId), id: `${PART.drift}${alertId}` },
            version,
            value: alert,
          },
        ]
      : []),
  ];
};

const LATEST_MILLIS = 9_999_999_999_999;

const earlierIsHigher = (at: string): string => String(LATEST_MILLIS - Date.parse(at)).padStart(13, '0');
