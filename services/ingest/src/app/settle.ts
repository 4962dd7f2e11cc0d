import { outgoing } from '@glue-relay/shared/aws/event-bus';
import type { Dataset } from '@glue-relay/shared/dataset';
import { datasetAccepted } from '@glue-relay/shared/events/dataset-accepted';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import type { Outcome } from '../domain/outcome';
import { collectedSchema, outcomeOf } from '../domain/outcome';
import type { Verdict } from '../domain/verdict';
import { METRICS } from '../metric-names';
import type { IntakePorts } from '../ports';
import type { CollectPorts } from './collect';
import { collect } from './collect';

/**
 * Records what was decided, unless something was before, and says what holds.
 *
 * @param bytesRead - of the object, for the log
 */
export const settle = async (
  ports: IntakePorts & CollectPorts,
  dataset: Dataset,
  verdict: Verdict,
  bytesRead: number,
): Promise<void> => {
  const proposed = outcomeOf(dataset, verdict, ports.now().toISOString());
  const settled = await ports.settleOutcome(proposed);
  await carryOut(ports, settled);
  const isRepeat = settled !== proposed;
  if (settled.kind !== 'collected') ports.count(METRICS[settled.kind]);
  if (isRepeat) ports.count(METRICS.repeated);
  if (!isRepeat && verdict.kind === 'accepted' && verdict.override) ports.count(METRICS.overridden);
  ports.tell(`data set ${settled.kind}`, {
    runId: settled.runId,
    key: dataset.key,
    ...summaryOf(verdict),
    bytesRead,
    repeat: isRepeat,
  });
};

const carryOut = async (ports: IntakePorts & CollectPorts, { kind, detail }: Outcome): Promise<void> => {
  switch (kind) {
    case 'accepted':
      return ports.publish([outgoing(datasetAccepted, JSON.parse(detail))]);
    case 'rejected':
      return ports.publish([outgoing(datasetRejected, JSON.parse(detail))]);
    case 'collected': {
      const { batch, runId, dataset, ...group } = collectedSchema.parse(JSON.parse(detail));
      return collect(ports, group, batch, { runId, dataset });
    }
  }
};

/** For the log: no message, for that may quote the file. */
const summaryOf = (verdict: Verdict): Readonly<Record<string, unknown>> =>
  verdict.kind === 'accepted'
    ? { pipeline: verdict.pipeline, override: verdict.override ?? undefined }
    : { pipeline: verdict.pipeline, reason: verdict.reason };
