import { batchStoreContract, quarantineStoreContract } from './batch-contracts';
import { bucketContract, settleOutcomeContract } from './contracts';
import { memoryBatchStore } from './twins/batches';
import { memoryBucket } from './twins/bucket';
import { memorySettleOutcome } from './twins/outcomes';
import { memoryVersions } from './twins/versions';

describe('batches in memory', () => batchStoreContract(memoryBatchStore));
describe('versions in memory', () => {
  const { store, put } = memoryVersions();
  quarantineStoreContract(() => ({ bucket: 'b', store, put: async (key, bytes) => put(key, bytes) }));
});
describe('outcomes in memory', () => settleOutcomeContract(memorySettleOutcome));

describe('bucket in memory', () => {
  const key = 'raw/ä+b 100%.csv';
  const bytes = Buffer.from('date,store\n1,2\n');
  bucketContract(() => ({ bucket: 'b', key, bytes, ...memoryBucket({ [key]: { bytes, metadata: { 'relay-tuned': 'true' } } }) }));
});
