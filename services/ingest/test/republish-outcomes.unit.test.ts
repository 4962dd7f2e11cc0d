import { exampleDataset } from '@glue-relay/shared/dataset';
import { datasetRejected } from '@glue-relay/shared/events/dataset-rejected';
import { outcomeEventsOf } from '../src/app/republish-outcomes';
import { acceptedBatch, joinedBy } from '../src/domain/batch';

it('a rejection is its event to the byte; what was accepted alone is none', () => {
  const detail = JSON.stringify(datasetRejected.example);
  expect(outcomeEventsOf({ pk: 'DATASET#1', runId: '1', kind: 'rejected', detail })).toEqual([
    { source: 'relay.ingest', detailType: 'Dataset Rejected', detail: datasetRejected.example },
  ]);
  expect(outcomeEventsOf({ pk: 'DATASET#1', runId: '1', kind: 'accepted', detail })).toEqual([]);
  expect(outcomeEventsOf({ pk: 'SWEEP' })).toEqual([]);
});

it('a closed batch is its event; one that is open is none', () => {
  const group = { pipeline: 'p', partition: null, parameters: {} };
  const open = joinedBy(
    null,
    group,
    { runId: '20261112T000000Z-aaaaaaaaaaaa', dataset: exampleDataset },
    { files: 2, seconds: 9 },
    0,
  );
  const batch = { ...open, closedAt: 9_000 };
  expect(outcomeEventsOf({ pk: 'BATCH#1', groupId: 'g', batch })).toEqual([
    { source: 'relay.ingest', detailType: 'Dataset Accepted', detail: acceptedBatch(batch) },
  ]);
  expect(outcomeEventsOf({ pk: 'OPEN-BATCH#g', groupId: 'g', batch: open })).toEqual([]);
});
