import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { exampleJobReport } from '@glue-relay/shared/job-report';
import { reportEventsOf } from '../src/app/republish-reports';

const writtenAt = '2026-11-12T00:01:00.000Z';
const namesOf = (item: unknown) => reportEventsOf(item).map(({ detailType }) => detailType);

it('says a report, a decision and a finding again, and nothing that is made of them', () => {
  expect(namesOf({ pk: 'RUN#1', sk: 'REPORT#train', report: exampleJobReport, writtenAt })).toEqual([
    'Step Reported',
    'Model Evaluated',
  ]);
  expect(namesOf({ pk: 'PIPELINE#p', sk: 'DECISION#0000000002', decision: championDecided.example })).toEqual([
    'Champion Decided',
  ]);
  expect(namesOf({ pk: 'RUN#1', sk: 'DRIFT#1', ...driftFound.example })).toEqual(['Drift Found']);
  expect(namesOf({ pk: 'PIPELINE#p', sk: 'CHAMPION', decision: championDecided.example })).toEqual([]);
  expect(namesOf({ pk: 'MODEL#p#m#v', sk: 'EVALUATION#1#train', ...exampleJobReport.models[0] })).toEqual([]);
});
