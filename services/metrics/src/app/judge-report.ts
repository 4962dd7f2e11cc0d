import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { challengerOf, decideChampion } from '../domain/champion/decide';
import { evaluationsOf } from '../domain/evaluation';
import type { RecordedReport } from '../domain/recorded-report';
import { METRICS } from '../metric-names';
import type { JudgingPorts } from '../ports';
import { decideByGround } from './decide-by-ground';
import { findInputDrift, findModelDrift } from './find-drift';

/**
 * Judges a recorded report: drift of its figures against the runs before it, then champion or challenger. The event only wakes;
 * what is judged is the report that is recorded now. Drift comes first, against the champion that was there before this run.
 */
export const judgeReport =
  (ports: JudgingPorts) =>
  async ({ runId, step }: Pick<StepReported, 'runId' | 'step'>): Promise<void> => {
    const recorded = await ports.findReport(runId, step);
    const definition = recorded && (await ports.findPipeline(recorded.report.pipeline));
    if (!recorded || !definition) return ports.tell('nothing to judge: report or pipeline is gone', { runId, step });
    await findInputDrift(ports, definition, recorded);
    await judgeModels(ports, definition, recorded);
    ports.count(METRICS.judged);
  };

const judgeModels = async (ports: JudgingPorts, { pipeline, model, drift }: PipelineDefinition, recorded: RecordedReport) => {
  const { runId, step, attempt, models } = recorded.report;
  if (models.length === 0 || !model) return;
  const evaluations = evaluationsOf(recorded, await ports.findRun(runId));
  const champion = (await ports.findChampion(pipeline))?.champion;
  if (champion) await findModelDrift(ports, { rule: model, drift }, recorded, evaluations, champion);
  const challenger = challengerOf(evaluations, model);
  if (!challenger) return ports.tell('no model contends: none is on the split of the rule', { runId, pipeline });
  await decideByGround(ports, pipeline, `report#${runId}#${step}#${attempt}`, (before) =>
    decideChampion(model, before, challenger, pipeline, { at: recorded.writtenAt, report: { step, attempt } }),
  );
};
