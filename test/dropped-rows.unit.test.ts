import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { droppedRows } from './support/dropped-rows';

it('rows are what stands below the header of dropped text files, and long enough to be told from other text', async () => {
  const s3 = mockClient(S3Client);
  s3.on(ListObjectsV2Command, { Prefix: 'raw/' }).resolves({
    Contents: [
      { Key: 'raw/sales.csv', Size: 90 },
      { Key: 'raw/sales.csv.gz', Size: 90 },
      { Key: 'raw/empty.csv', Size: 0 },
    ],
  });
  s3.on(ListObjectsV2Command, { Prefix: 'quarantine/' }).resolves({});
  const text = 'date,store,item,sales\n2026-11-12,17,42,4711.25\n1,2\n2026-11-13,17,42,13.5\n2026-11-14,17,4';
  s3.on(GetObjectCommand).callsFake(() => ({ Body: { transformToString: async () => text } }));
  expect([...(await droppedRows(new S3Client({ region: 'us-east-1' }), 'bucket'))]).toEqual([
    '2026-11-12,17,42,4711.25',
    '2026-11-13,17,42,13.5',
  ]);
});
