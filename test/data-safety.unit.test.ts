import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { deployables } from '../tools/check/deployables';

const stackOf = (folder: string) => parse(readFileSync(`${folder}/serverless.yml`, 'utf8'), { logLevel: 'silent' });
const services = deployables().filter(({ folder }) => folder.startsWith('services/'));

it.each(services.map(({ name, folder }) => [name, stackOf(folder)] as const))(
  'the table of %s is encrypted, can be restored to a point in time, and is not deleted by mistake or with its stack',
  (_name, { custom, resources }) => {
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = resources.Resources.Table;
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the Serverless Framework fills these in.
      DeletionProtectionEnabled: '${self:custom.deletionProtection}',
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same.
    expect(custom.deletionProtection).toBe('${self:custom.deletionProtections.${sls:stage}, true}');
    expect(custom.deletionProtections).toEqual({ local: false });
  },
);

it.each(deployables().map(({ name, folder }) => [name, readFileSync(`${folder}/serverless.yml`, 'utf8')] as const))(
  'what %s keeps when it is removed is taken back by its next deploy',
  (_name, text) => expect(text.includes('DeletionPolicy: Retain')).toBe(/adopt-retained/.test(text)),
);

describe('the data bucket', () => {
  const { DataBucket, DataBucketPolicy } = stackOf('shared').resources.Resources;
  const { Properties } = DataBucket;

  it('is kept, versioned, encrypted and closed to the public', () => {
    expect(DataBucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
  });

  it('refuses what does not come over TLS', () => {
    expect(DataBucketPolicy.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
  });

  it('never expires what people dropped, nor what models and forecasts are judged by', () => {
    const expiring = Properties.LifecycleConfiguration.Rules.filter((rule: object) => 'ExpirationInDays' in rule);
    const prefixes = expiring.map(({ Prefix }: { Prefix?: string }) => Prefix);
    expect(prefixes.sort()).toEqual(['features/', 'processed/', 'quarantine/', 'temp/', 'training/']);
  });
});

describe('logs', () => {
  const provider = parse(readFileSync('shared/serverless/provider.yml', 'utf8'));

  it('are kept for a time that is set, by every service', () => expect(provider.logRetentionInDays).toBe(30));

  it('of the APIs tell routes and outcomes, and neither paths, queries, bodies nor headers', () => {
    const told = Object.values(JSON.parse(provider.logs.httpApi.format));
    expect(told).toEqual(expect.arrayContaining(['$context.routeKey', '$context.status', '$context.identity.userArn']));
    // docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
    for (const field of told) expect(field).not.toMatch(/path|query|header|body|claims|token/i);
  });
});

it.each(services.map(({ name, folder }) => [name, stackOf(folder)] as const))(
  'every queue of %s is encrypted, and gives up on nothing before two weeks have passed',
  (_name, { resources }) => {
    type Queue = {
      Type: string;
      Properties: { SqsManagedSseEnabled?: boolean; RedrivePolicy?: object; MessageRetentionPeriod?: number };
    };
    const queues = Object.values<Queue>(resources.Resources).filter(({ Type }) => Type === 'AWS::SQS::Queue');
    expect(queues.length).toBeGreaterThan(0);
    for (const { Properties } of queues) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      expect(Properties.MessageRetentionPeriod).toBe(Properties.RedrivePolicy ? 345_600 : 1_209_600);
    }
  },
);
