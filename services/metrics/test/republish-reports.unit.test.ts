import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { modelEvaluated } from '@glue-relay/shared/events/model-evaluated';
import { stepReported } from '@glue-relay/shared/events/step-reported';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { reportEventsOf } from '../src/app/republish-reports';

const writtenAt = '2026-11-12T00:01:00.000Z';

it.each([
  [
    { sk: 'REPORT#train', report: exampleJobReport, writtenAt },
    'Step Reported',
    { ...stepReported.example, recordedAt: writtenAt },
  ],
  [{ sk: 'EVALUATION#1#train', ...modelEvaluated.example, schemaVersion: undefined }, 'Model Evaluated', modelEvaluated.example],
  [{ sk: 'DECISION#0000000002', decision: championDecided.example }, 'Champion Decided', championDecided.example],
  [{ sk: 'DRIFT#1', ...driftFound.example }, 'Drift Found', driftFound.example],
])('an item %#, as stored, is its event', (item, detailType, detail) => {
  expect(reportEventsOf({ pk: 'any', ...item })).toEqual([{ source: 'relay.metrics', detailType, detail }]);
});

it.each([{ pk: 'PIPELINE#p', sk: 'CHAMPION', decision: championDecided.example }, { pk: 'x' }, null])(
  'other items are no events',
  (item) => {
    expect(reportEventsOf(item)).toEqual([]);
  },
);

it('an item that breaks its contract is refused, not left out', () => {
  expect(() => reportEventsOf({ sk: 'DRIFT#1', driftId: 7 })).toThrow(/driftId/);
});
