import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { deployables } from './deployables';

export const RECORD = 'tools/check/recorded-calls.jsonl';

const callSchema = z.object({
  /** A function's name or, for jobs, their role's. */
  caller: z.string(),
  action: z.string(),
  resource: z.string(),
  context: z.record(z.string(), z.string()).optional(),
});
/** A call that a function or job made in a journey, without what differs from run to run. */
export type RecordedCall = z.infer<typeof callSchema>;

const tracedSchema = callSchema.extend({ event: z.literal('call'), allowed: z.boolean() });

/** Calls that Spark makes without need and whose refusal it takes for "not there". */
const REFUSED_BY_DESIGN = [
  // S3A looks whether a folder's parents are files before it writes into it.
  { action: 's3:GetObject', resource: /:::[^/]+\/[a-z]+(\/[a-z-]+)?\/?$/, caller: /-jobs\/GlueJobRunnerSession$/ },
];

const isRefusedByDesign = ({ action, resource, caller }: RecordedCall): boolean =>
  REFUSED_BY_DESIGN.some((call) => call.action === action && call.resource.test(resource) && call.caller.test(caller));

/**
 * The calls of a local cloud's trace: those that were allowed, sorted and each once, and those that were refused.
 *
 * @param deployed - names of what the repository deploys; jobs of a pipeline that a journey made are left out, for its policies
 *   are not there to be held against anything later
 */
export const callsOf = (
  traceFile: string,
  deployed: readonly string[] = deployables().map(({ name }) => name),
): { readonly allowed: RecordedCall[]; readonly refused: RecordedCall[] } => {
  const traced = linesOf(traceFile)
    .filter((line) => line.includes('"event":"call"'))
    .map((line) => tracedSchema.parse(JSON.parse(line)));
  const allowed = traced.filter((call) => call.allowed);
  const refused = traced.filter((call) => !call.allowed && !isRefusedByDesign(call));
  const isOurs = ({ caller }: RecordedCall): boolean => {
    const pipeline = /^relay-\{stage\}-(.+)-jobs$/.exec(caller)?.[1];
    return pipeline === undefined || deployed.includes(pipeline);
  };
  return { allowed: distinct(allowed.map(generalised).filter(isOurs)), refused: distinct(refused.map(generalised)) };
};

/** The committed list, a JSON document a line. */
export const recordedCalls = (): RecordedCall[] =>
  existsSync(RECORD) ? linesOf(RECORD).map((line) => callSchema.parse(JSON.parse(line))) : [];

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

export const distinct = (calls: readonly RecordedCall[]): RecordedCall[] => {
  const byText = new Map(calls.map((call) => [JSON.stringify(call), call]));
  return [...byText.keys()].sort().map((text) => byText.get(text) as RecordedCall);
};

/** A prefix that is an area as a whole, which policies may name to the letter. */
const AREA = /^[^/]+\/$/;

/** Stage, account, run and other pipelines' names go, so that the same call is the same line whenever it was recorded. */
const generalised = ({ caller, action, resource, context }: z.infer<typeof tracedSchema>): RecordedCall => {
  const [role = '', session = ''] = caller.split('/');
  const name = stageless(session === 'GlueJobRunnerSession' ? role : session);
  return {
    caller: name,
    action,
    resource: stageless(resource)
      .replace(/(?<=:::[^/]+\/)(.+)$/, (key) => placeOf(key, name))
      .replace(/(?<=:job\/relay-\{stage\}-).+/, '…')
      .replace(/(?<=\/champions\/).+/, (pipeline) => (name === jobsRoleOf(pipeline) ? pipeline : '…')),
    ...(context ? { context: mapped(context, name) } : {}),
  };
};

const jobsRoleOf = (pipeline: string): string => `relay-{stage}-${pipeline}-jobs`;

const stageless = (text: string): string => text.replace(/\blocal\b/g, '{stage}').replace(/\b0{12}\b/, '{account}');

/** Area of a key, and the pipeline where the caller is of that pipeline; what lies below differs from run to run. */
const placeOf = (key: string, caller: string): string => {
  const [area, pipeline, third] = key.split('/').slice(0, -1);
  if (area === undefined) return '…';
  if (area === 'quarantine' && pipeline === 'metrics') return 'quarantine/metrics/…';
  if (third === 'batches' || third === 'decisions') return `${area}/…/${third}/…`;
  if (key.endsWith('/latest.json')) return `${area}/…/latest.json`;
  return pipeline !== undefined && caller === jobsRoleOf(pipeline) ? `${area}/${pipeline}/…` : `${area}/…`;
};

/** Of the conditions only prefixes differ from run to run. */
const mapped = (context: Readonly<Record<string, string>>, caller: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      key,
      key !== 's3:prefix' || AREA.test(value) ? value : placeOf(value, caller),
    ]),
  );
