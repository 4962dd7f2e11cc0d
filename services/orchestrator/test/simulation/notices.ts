import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import { sweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { pipelineParameterOf } from '@glue-relay/shared/pipeline/names';
import { MINUTE, T0 } from '../factories';
import { STAGE } from './deployed';
import type { Invocation } from './faults';
import type { Told, World } from './world';

/** What people are told, once the world has come to rest. */
export const brokenNotices = (world: World): string[] => [
  ...brokenTelling(world),
  ...world.pipelines.flatMap((pipeline) => brokenIncidents(world, pipeline)),
  ...brokenAlerts(world),
  ...(world.sweeps.isOn
    ? [...brokenDeadlines(world), ...world.pipelines.flatMap((pipeline) => brokenWatch(world, pipeline))]
    : []),
];

/** How long before the end of a sweep that looked at everything something may have come about that it did not see: it may stall. */
const SWEEP_SLACK_MS = 45 * MINUTE;

/** When the last sweep that came to its end did so: any number of them may crash. */
const sweptUntil = ({ said }: World): number =>
  said.reduce((last, { entry, at }) => (entry.DetailType === sweepCompleted.detailType ? at : last), T0);

/** How late it may find a missed deadline: few runs last long enough for more to be held against it. Six sweeps do not all crash. */
const ALERT_SLACK_MS = 25 * MINUTE;

/** Nothing is told twice, unless something was made to go wrong where it was told; nothing stays owed. */
const brokenTelling = ({ told, books }: World): string[] => [
  ...repeatedIn(
    told.map(({ text, at, by }) => ({ id: text, at, by })),
    0,
  ).map((text) => `people were told twice: ${text.slice(0, 200)}`),
  ...books.notices().flatMap((record) => (record.state === 'owed' ? [`${record.id} is still owed to people`] : [])),
];

interface Happened {
  readonly id: string;
  readonly at: number;
  readonly by: Invocation | null;
}

/** Ids that came again, so much later at least, although nothing was made to go wrong with any of them. */
const repeatedIn = (all: readonly Happened[], laterMs: number): string[] => {
  const first = new Map<string, number>();
  const disturbed = new Set(all.filter(({ by }) => by?.disturbed).map(({ id }) => id));
  const again = all.filter(({ id, at }) => {
    const before = first.get(id);
    first.set(id, before ?? at);
    return before !== undefined && at - before >= laterMs && !disturbed.has(id);
  });
  return again.map(({ id }) => id);
};

/** An incident is open exactly while the newest end is a failure, and its opening and closing were told as often as they happened. */
const brokenIncidents = ({ books, told, deployed, queues }: World, pipeline: string): string[] => {
  if (queues.bodies(deployed.stream.deadLetters).length > 0) return [];
  const known = books.healthOf(pipeline);
  const isOpen = Boolean(known?.health.incident);
  const ends = books
    .runs()
    .flatMap(({ runId }) =>
      books
        .journalOf(runId)
        .flatMap(({ kind, event }) =>
          kind === 'run' && event.pipeline === pipeline && /^(SUCCEEDED|FAILED|TIMED_OUT)$/.test(event.state)
            ? [{ at: `${event.endedAt}#${runId}`, failed: event.state !== 'SUCCEEDED' }]
            : [],
        ),
    );
  const newest = ends.sort((one, other) => (one.at < other.at ? -1 : 1)).at(-1);
  const subjects = new Map(told.map(({ text, subject }): [string, string] => [text, subject]));
  const count = (what: RegExp) =>
    [...subjects.values()].filter((subject) => subject.includes(`] ${pipeline} `) && what.test(subject)).length;
  const left = count(/ (failed|timed out)(:|$)/) - count(/ recovered after /);
  return [
    ...(isOpen === (newest?.failed ?? false)
      ? []
      : [`incident of ${pipeline} is ${isOpen ? 'open' : 'closed'} after ${newest?.at}`]),
    ...(left === (isOpen ? 1 : 0) ? [] : [`${left} more incidents of ${pipeline} were told to begin than to end`]),
  ];
};

const alertsOf = ({ said }: World) =>
  said.flatMap(({ entry, detail, taken, at, by }) =>
    entry.DetailType === 'Pipeline Alert' ? [{ alert: detail as PipelineAlert, taken, at, by }] : [],
  );

/** A breach is said once, but that two sweeps may meet, and what was said is told. */
const brokenAlerts = (world: World): string[] => {
  const alerts = alertsOf(world);
  const owed = alerts.filter(({ alert, taken }) => taken && !isTold(world.told, alert));
  return [
    ...repeatedIn(
      alerts.map(({ alert, at, by }) => ({ id: alert.alertId, at, by })),
      1,
    ).map((id) => `${id} was said twice`),
    ...owed.map(({ alert }) => `people were not told of ${alert.alertId}`),
    ...alerts.flatMap(({ alert }) => (isEarly(world, alert) ? [`${alert.alertId} was said too early or too late`] : [])),
  ];
};

const isTold = (told: readonly Told[], alert: PipelineAlert): boolean =>
  told.some(
    ({ text }) =>
      text.includes(alert.kind === 'deadline-missed' ? alert.runId : alert.since) && !text.includes('What to do\n- Nothing'),
  );

const isEarly = ({ books }: World, alert: PipelineAlert): boolean => {
  const at = Date.parse(alert.at);
  if (alert.kind === 'no-success') return at < Date.parse(alert.since) + alert.noSuccessWithinHours * 60 * MINUTE;
  return (
    at < Date.parse(alert.since) + alert.deadlineMinutes * MINUTE || !books.runs().some(({ runId }) => runId === alert.runId)
  );
};

/** Whoever outlives its deadline is told of. */
const brokenDeadlines = (world: World): string[] => {
  const alerted = new Set(alertsOf(world).flatMap(({ alert, taken }) => (taken ? [alert.alertId] : [])));
  return world.books.runs().flatMap((run) => {
    const [made] = world.books.journalOf(run.runId);
    const ends = world.books.journalOf(run.runId).find(({ kind, event }) => kind === 'run' && event.endedAt !== null);
    const deadline = world.books.deadlineOf(run.runId);
    const minutes = made?.kind === 'run' && run.redrives === 0 ? run.definition.alerts.deadlineMinutes : null;
    const missed = minutes !== null && Date.parse(ends?.event.at ?? '') > run.createdAt + minutes * MINUTE + ALERT_SLACK_MS;
    return [
      ...(missed && !alerted.has(`deadline-missed#${run.runId}#0`)
        ? [`nobody was told that ${run.runId} missed its deadline`]
        : []),
      ...(deadline !== null && deadline < sweptUntil(world) - SWEEP_SLACK_MS
        ? [`the deadline of ${run.runId} was not looked at`]
        : []),
    ];
  });
};

/** In how many hours a pipeline has to succeed, by what is deployed now; null where nobody asked. */
export const hoursToSuccess = (parameters: World['parameters'], pipeline: string): number | null => {
  const definition: PipelineDefinition = JSON.parse(parameters.get(pipelineParameterOf(STAGE, pipeline)) ?? '{}');
  return definition.alerts.noSuccessWithinHours;
};

/** A pipeline that is to succeed every hour and has not is told of. */
const brokenWatch = (world: World, pipeline: string): string[] => {
  const { parameters, books, deployedAt } = world;
  const hours = hoursToSuccess(parameters, pipeline);
  const watch = books.watchOf(pipeline);
  const known = books.healthOf(pipeline);
  if (hours === null) return [];
  const lookedAtBy = (deployedAt.get(pipeline) ?? T0) + SWEEP_SLACK_MS;
  if (!watch) return sweptUntil(world) > lookedAtBy ? [`${pipeline} is not watched for successes`] : [];
  const stretch = Math.max(watch.since, known?.health.lastSuccess?.endedAt ?? 0);
  const isDue = sweptUntil(world) > stretch + hours * 60 * MINUTE + SWEEP_SLACK_MS;
  return isDue && watch.toldOf !== stretch
    ? [`nobody was told that ${pipeline} has not succeeded since ${new Date(stretch).toISOString()}`]
    : [];
};
