import { bucketContract, settleOutcomeContract } from './contracts';
import { memoryBucket } from './twins/bucket';
import { memorySettleOutcome } from './twins/outcomes';

describe('outcomes in memory', () => settleOutcomeContract(memorySettleOutcome));

describe('bucket in memory', () => {
  const key = 'raw/ä+b 100%.csv';
  const bytes = Buffer.from('date,store\n1,2\n');
  bucketContract(() => ({ bucket: 'b', key, bytes, ...memoryBucket({ [key]: { bytes, metadata: { 'relay-tuned': 'true' } } }) }));
});
