import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { rejectionEventsOf } from '../src/app/republish-rejections';

it('a rejection is its event to the byte; what was accepted is none', () => {
  const detail = JSON.stringify(datasetRejected.example);
  expect(rejectionEventsOf({ pk: 'DATASET#1', runId: '1', kind: 'rejected', detail })).toEqual([
    { source: 'relay.ingest', detailType: 'Dataset Rejected', detail: datasetRejected.example },
  ]);
  expect(rejectionEventsOf({ pk: 'DATASET#1', runId: '1', kind: 'accepted', detail })).toEqual([]);
  expect(rejectionEventsOf({ pk: 'SWEEP' })).toEqual([]);
});
