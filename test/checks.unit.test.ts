import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveIntrinsics } from '../tools/check/intrinsics';
import { isAllowed } from '../tools/check/licences';
import { ofEachPipeline, policyFaults } from '../tools/check/policies';
import { callsOf } from '../tools/check/recorded-calls';
import type { Resource } from '../tools/check/templates';
import { unwaived } from '../tools/check/waivers';

const table = 'arn:aws:dynamodb:us-east-1:{account}:table/relay-a-{stage}';

/** A stack with one function. */
const stackWith = (...statements: object[]) => {
  const resources: Record<string, Resource> = {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'relay-a-prod' } },
    ReadLambdaFunction: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'relay-a-prod-read' } },
    ReadIamRoleLambdaExecution: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] },
    },
  };
  return { name: 'a', file: '', resources };
};
const reads = stackWith({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } });
const call = (action: string) => ({ caller: 'relay-a-{stage}-read', action, resource: table });
const denial = { callers: '.', actions: ['dynamodb:PutItem'], resources: [table], why: 'it reads' };

describe('policies', () => {
  it('hold where every needed call is allowed and no denied one', async () => {
    expect(await policyFaults([reads], [call('dynamodb:GetItem')], [denial])).toEqual([]);
  });

  it('lack a right that a function used', async () => {
    expect(await policyFaults([reads], [call('dynamodb:Query')], [])).toEqual([
      expect.stringMatching(/^relay-a-prod-read needs dynamodb:Query on .*table\/relay-a-prod, and may not$/),
    ]);
  });

  it('lack the right to list what is read, without which S3 says 403 of what is not there', async () => {
    const bucket = 'arn:aws:s3:::relay-data-{stage}-{account}';
    const read = { caller: 'relay-a-{stage}-read', action: 's3:GetObject', resource: `${bucket}/raw/…` };
    const gets = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::relay-data-prod-123456789012/raw/*' };
    expect(await policyFaults([stackWith(gets)], [read], [])).toEqual([
      'relay-a-prod-read needs s3:ListBucket on arn:aws:s3:::relay-data-prod-123456789012, and may not',
    ]);
    const lists = {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::relay-data-prod-123456789012',
      Condition: { StringLike: { 's3:prefix': 'raw/*' } },
    };
    expect(await policyFaults([stackWith(gets, lists)], [read], [])).toEqual([]);
  });

  it('are held against what is denied of each pipeline', () => {
    const ofOne = { ...denial, but: '-{pipeline}-jobs$', resources: ['processed/{pipeline}/x'] };
    expect(ofEachPipeline(ofOne, ['a', 'b'])).toEqual([
      { ...denial, but: '-a-jobs$', resources: ['processed/a/x'] },
      { ...denial, but: '-b-jobs$', resources: ['processed/b/x'] },
    ]);
    expect(ofEachPipeline(denial, ['a', 'b'])).toEqual([denial]);
  });

  it('give a right that is denied', async () => {
    const wide = stackWith({
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
    });
    expect(await policyFaults([wide], [], [denial])).toEqual([expect.stringContaining('may dynamodb:PutItem')]);
  });

  it('have no wildcard action and no resource * that AWS does not ask for', async () => {
    const wild = stackWith({ Effect: 'Allow', Action: ['dynamodb:*'], Resource: '*' });
    expect((await policyFaults([wild], [], [])).join()).toMatch(/wildcard action dynamodb:\*.*on every resource/);
  });

  it('are told of a caller that is gone', async () => {
    const gone = { ...call('dynamodb:GetItem'), caller: 'relay-a-{stage}-gone' };
    expect((await policyFaults([reads], [gone], [])).join()).toContain('no stack has relay-a-prod-gone');
  });
});

describe('waivers', () => {
  const finding = { check: 'X1', at: 'ingest/Queue', message: 'wrong' };
  const waiver = { check: 'X1', at: ['*/*Queue'], reason: 'because of that' };

  it('waive what they name', () => expect(unwaived([finding], [waiver])).toEqual([]));
  it('leave other findings', () =>
    expect(unwaived([finding, { ...finding, check: 'X2' }], [waiver])).toEqual(['X2 at ingest/Queue: wrong']));
  it('fail when they match nothing any more', () =>
    expect(unwaived([], [waiver])).toEqual(['waivers.yml: X1 at */*Queue matches no finding; remove it']));
});

describe('recorded calls', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'calls-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const traced = (call: object) => JSON.stringify({ event: 'call', wall_ns: 1, mono_ns: 1, allowed: true, ...call });
  it('keep what policies ask for: the kind of a key under runs/, and what was said on the bus', () => {
    const file = join(folder, 'trace.jsonl');
    const said = { 'events:source': 'relay.a', 'events:detail-type': 'A Happened' };
    const lines = [
      traced({ caller: 'r/relay-a-local-gate', action: 's3:GetObject', resource: object('runs/sales/decisions/x.json') }),
      traced({ caller: 'r/relay-a-local-point', action: 's3:PutObject', resource: object('runs/sales/latest.json') }),
      traced({ caller: 'r/relay-a-local-say', action: 'events:PutEvents', resource: 'arn:bus', context: said }),
    ];
    writeFileSync(file, lines.join('\n'));
    expect(callsOf(file, []).allowed).toEqual([
      expect.objectContaining({ resource: expect.stringMatching(/\/runs\/…\/decisions\/…$/) }),
      expect.objectContaining({ resource: expect.stringMatching(/\/runs\/…\/latest\.json$/) }),
      expect.objectContaining({ context: said }),
    ]);
  });

  const jobs = { caller: 'relay-local-sales-jobs/GlueJobRunnerSession', action: 's3:GetObject' };
  const object = (key: string) => `arn:aws:s3:::relay-data-local-000000000000/${key}`;

  it('are without stage, account and run, each once, and the refused ones apart', () => {
    const file = join(folder, 'trace.jsonl');
    const lines = [
      traced({ ...jobs, resource: object('models/sales/run_id=20261112T000000Z-1/a.npz') }),
      traced({ ...jobs, resource: object('models/sales/run_id=20261113T000000Z-2/b.npz') }),
      traced({ ...jobs, resource: object('models/other/x'), allowed: false }),
      traced({ caller: 'relay-local-made-jobs/GlueJobRunnerSession', action: 's3:GetObject', resource: object('models/made/x') }),
      // A parent folder that S3A looks at before it writes; its refusal is no fault.
      traced({ ...jobs, resource: object('features/sales'), allowed: false }),
      '{"event":"job_started"}',
    ];
    writeFileSync(file, lines.join('\n'));
    expect(callsOf(file, ['sales'])).toEqual({
      allowed: [
        {
          caller: 'relay-{stage}-sales-jobs',
          action: 's3:GetObject',
          resource: 'arn:aws:s3:::relay-data-{stage}-{account}/models/sales/…',
        },
      ],
      refused: [
        {
          caller: 'relay-{stage}-sales-jobs',
          action: 's3:GetObject',
          resource: 'arn:aws:s3:::relay-data-{stage}-{account}/models/…',
        },
      ],
    });
  });
});

it.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['GPL-3.0 OR MIT', true],
  ['Apache-2.0 AND MIT', true],
  ['Apache-2.0 AND GPL-3.0', false],
  ['AGPL-3.0-or-later', false],
  ['', false],
])('licence "%s" is allowed: %s', (licence, allowed) => expect(isAllowed(licence)).toBe(allowed));

it('fills in what CloudFormation would', () => {
  const { resources } = reads;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills these in.
  const value = { 'Fn::Sub': 'arn:${AWS::Partition}:x:${AWS::Region}:${Table.Arn}' };
  expect(resolveIntrinsics([value, { Ref: 'Table' }], resources)).toEqual([
    'arn:aws:x:us-east-1:arn:aws:dynamodb:us-east-1:123456789012:table/relay-a-prod',
    'relay-a-prod',
  ]);
});
