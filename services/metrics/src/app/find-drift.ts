import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { Contender } from '@glue-relay/shared/events/champion-decided';
import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { DriftRule, ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import { PIPELINE_METRICS } from '@glue-relay/shared/pipeline-metrics';
import type { Finding } from '../domain/drift/finding';
import { driftEvents, findingOf, limitsOf } from '../domain/drift/finding';
import { inputFigures, shiftFindings, shiftsOf } from '../domain/drift/input-figures';
import { isOfChampion, modelFigures } from '../domain/drift/model-figures';
import type { Evaluation } from '../domain/evaluation';
import { driftNotice } from '../domain/notices';
import type { RecordedReport } from '../domain/recorded-report';
import type { JudgingPorts } from '../ports';

/** Holds a step's input against that of earlier runs. Row counts are looked at where data comes in: later steps follow from there. */
export const findInputDrift = async (
  ports: JudgingPorts,
  definition: PipelineDefinition,
  recorded: RecordedReport,
): Promise<void> => {
  const { report } = recorded;
  const { pipeline, step, runId } = report;
  const rule = definition.drift;
  const isEntry = definition.steps.some(({ name, after }) => name === step && after.length === 0);
  const history = await ports.reportsBefore(pipeline, step, runId, rule.window);
  const past = history.toReversed().map((earlier) => earlier.report);
  const figures = inputFigures(report, past, rule).filter(({ kind }) => isEntry || kind !== 'row-count');
  const shifts = shiftsOf(report, past);
  if (shifts.length > 0) {
    ports.measure(PIPELINE_METRICS.inputShift, Math.max(...shifts.map(({ index }) => index)), { pipeline, step });
  }
  await settle(ports, recorded, [...figures.flatMap((figure) => findingOf(figure, rule)), ...shiftFindings(step, shifts, rule)]);
};

/** Holds the champion's model, as this run trained it, against the same model in earlier runs. */
export const findModelDrift = async (
  ports: JudgingPorts,
  { rule, drift }: { readonly rule: ModelRule; readonly drift: DriftRule },
  recorded: RecordedReport,
  evaluations: readonly Evaluation[],
  champion: Contender,
): Promise<void> => {
  const evaluation = evaluations.find((each) => isOfChampion(each, champion));
  if (!evaluation) return;
  const earlier = await ports.evaluationsOf(evaluation, drift.window, evaluation.runId);
  const history = earlier.filter((each) => isOfChampion(each, champion)).toReversed();
  const figures = modelFigures(evaluation, history, rule.metric, drift);
  const { pipeline } = evaluation;
  const value = evaluation.metrics[rule.metric];
  if (value !== undefined) ports.measure(PIPELINE_METRICS.championMetric, value, { pipeline });
  const [deciding] = figures;
  const limits = value !== undefined && deciding ? limitsOf(deciding, drift) : undefined;
  if (limits && limits.upper !== null) ports.measure(PIPELINE_METRICS.championUpperLimit, limits.upper, { pipeline });
  if (limits && limits.lower !== null) ports.measure(PIPELINE_METRICS.championLowerLimit, limits.lower, { pipeline });
  await settle(
    ports,
    recorded,
    figures.flatMap((figure) => findingOf(figure, drift)),
  );
};

/** Says what is new, and notes it after: a crash in between says it twice, never not at all. */
const settle = async (
  ports: JudgingPorts,
  { report, writtenAt }: RecordedReport,
  findings: readonly Finding[],
): Promise<void> => {
  const news: DriftFound[] = [];
  for (const found of driftEvents(report, writtenAt, findings)) if (!(await ports.isKnownDrift(found))) news.push(found);
  if (news.length === 0) return;
  await ports.publish(news.map((found) => outgoing(driftFound, found)));
  const [first, ...others] = news.filter(({ severity }) => severity === 'alarm');
  if (first) await ports.notify(driftNotice(ports.stage, [first, ...others]));
  for (const found of news) {
    await ports.saveDrift(found);
    ports.measure(PIPELINE_METRICS.driftFound, found.severity === 'alarm' ? 1 : 0, { pipeline: found.pipeline });
    ports.tell('drift found', { runId: found.runId, driftId: found.driftId, message: found.message });
  }
};
