import type { Resource } from './templates';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
};

type Resources = Readonly<Record<string, Resource>>;
type Naming = Readonly<Record<string, readonly [property: string, arn: (name: string) => string]>>;

const regional = (service: string, kind: string) => (name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${kind}${name}`;

/** The property with a resource's name, by its type, and the ARN that is made of it. */
const NAMES: Naming = {
  'AWS::DynamoDB::Table': ['TableName', regional('dynamodb', 'table/')],
  'AWS::SQS::Queue': ['QueueName', regional('sqs', '')],
  'AWS::Lambda::Function': ['FunctionName', regional('lambda', 'function:')],
  'AWS::Events::Rule': ['Name', regional('events', 'rule/')],
  'AWS::Events::EventBus': ['Name', regional('events', 'event-bus/')],
  'AWS::SNS::Topic': ['TopicName', regional('sns', '')],
  'AWS::S3::Bucket': ['BucketName', (name) => `arn:aws:s3:::${name}`],
  'AWS::IAM::Role': ['RoleName', (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`],
};

/** Fills in the intrinsic functions of a template, as CloudFormation would in an account of examples. */
export const resolveIntrinsics = (value: unknown, resources: Resources): unknown => {
  const resolve = (part: unknown): unknown => resolveIntrinsics(part, resources);
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, operand] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === 'Ref') return PSEUDO[String(operand)] ?? nameOf(String(operand), resources);
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = operand as [string, string];
      return attributeOf(id, attribute, resources);
    }
    if (name === 'Fn::Join') {
      const [separator, parts] = operand as [string, unknown[]];
      return parts.map(resolve).join(separator);
    }
    if (name === 'Fn::Sub') return substituted(operand, resources);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
};

const substituted = (operand: unknown, resources: Resources): string => {
  const [text, variables] = Array.isArray(operand) ? operand : [operand, {}];
  return String(text).replace(/\$\{([^!}][^}]*)\}/g, (_, inner: string) => {
    if (inner in variables) return String(resolveIntrinsics(variables[inner], resources));
    const [id, attribute] = inner.split('.');
    return PSEUDO[inner] ?? (attribute ? attributeOf(String(id), attribute, resources) : nameOf(inner, resources));
  });
};

const namingOf = (id: string, resources: Resources): { readonly name: string; readonly arn: (name: string) => string } => {
  const resource = resources[id];
  const [property, arn] = NAMES[resource?.Type ?? ''] ?? ['', (name: string) => name];
  const given = resource?.Properties?.[property];
  return { name: given === undefined ? id : String(resolveIntrinsics(given, resources)), arn };
};

const nameOf = (id: string, resources: Resources): string => namingOf(id, resources).name;

const attributeOf = (id: string, attribute: string, resources: Resources): string => {
  const { name, arn } = namingOf(id, resources);
  if (attribute === 'Arn') return arn(name);
  if (attribute === 'StreamArn') return `${arn(name)}/stream/2026-11-12T00:00:00.000`;
  return name;
};
