import { runStateChange } from '@glue-relay/shared/events/run-state-change';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { stepStateChange } from '@glue-relay/shared/events/step-state-change';
import { tellReport, tellRun, tellStep } from '../../src/app/tell-lineage';
import type { LineageOutcome, LineagePorts, RunLineage } from '../../src/ports';
import { recordedOf, runOf, serviceInMemory } from '../support';
import { faultsOf } from './openlineage-schema';

const BUCKET = runStateChange.example.dataset.bucket;

const lineage = (outcome: LineageOutcome = { outcome: 'sent', answer: 'HTTP 200' }) => {
  const { ports, counted } = serviceInMemory();
  const sent: RunLineage[] = [];
  const sendLineage: LineagePorts['sendLineage'] = async (one) => {
    sent.push(one);
    return outcome;
  };
  return { ports: { ...ports, sendLineage }, sent, counted };
};

it('a repeat says the same to the byte', async () => {
  const { ports, sent } = lineage();
  for (const _ of [1, 2]) {
    await tellRun(ports, 'n', runStateChange.example);
    await tellStep(ports, 'n', stepStateChange.example);
  }
  expect(JSON.stringify(sent.slice(0, 2))).toBe(JSON.stringify(sent.slice(2)));
});

it('what is no start or end is counted and not sent', async () => {
  const { ports, sent, counted } = lineage();
  await tellStep(ports, 'n', { ...stepStateChange.example, state: 'STARTING', startedAt: null, endedAt: null });
  expect([sent, counted]).toEqual([[], ['LineageIgnored']]);
});

it("a report is told with the run's data set and the reports of the steps before", async () => {
  const { ports, sent } = lineage();
  const features = `s3://${BUCKET}/features/demand-forecast/run_id=${stepReported.example.runId}`;
  await ports.saveRun(runOf());
  await ports.saveReport(recordedOf({ step: 'features', outputs: { features } }), [], undefined);
  await tellReport(ports, 'n', { ...stepReported.example, step: 'train' });
  await tellReport(ports, 'n', { ...stepReported.example, step: 'clean' });
  expect(sent.map(({ event }) => event.inputs.map(({ name }) => name))).toEqual([
    ['features/demand-forecast'],
    ['raw/train.csv'],
  ]);
  expect(sent.flatMap(({ event }) => faultsOf(event))).toEqual([]);
});

it('a report of a run that the ledger has not entered comes again, as does one of a pipeline that is gone', async () => {
  const { ports, sent } = lineage();
  await expect(tellReport(ports, 'n', stepReported.example)).rejects.toThrow('not in the ledger yet');
  await ports.saveRun(runOf());
  await expect(tellReport(ports, 'n', { ...stepReported.example, pipeline: 'gone' })).rejects.toThrow('gone');
  expect(sent).toEqual([]);
});

it.each([
  ['refused', 'HTTP 401', 'LineageRefused'],
  ['unanswered', 'TimeoutError', 'LineageUnanswered'],
] as const)('an event that is %s comes again', async (outcome, answer, metric) => {
  const { ports, counted } = lineage({ outcome, answer });
  await expect(tellRun(ports, 'n', runStateChange.example)).rejects.toThrow(`did not take an event: ${outcome}, ${answer}`);
  expect(counted).toEqual([metric]);
});
