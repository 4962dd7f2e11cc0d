import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Caller } from './callers';
import { callersOf, isAllowed } from './callers';
import { deployables } from './deployables';
import { ACCOUNT } from './intrinsics';
import { type RecordedCall, recordedCalls } from './recorded-calls';
import { STAGE, type Template, templates } from './templates';

const deniedSchema = z.array(
  z.strictObject({
    /** Expression over the names of functions and jobs' roles, without their stage. */
    callers: z.string(),
    /** Expression over those of them that are excepted. */
    but: z.string().optional(),
    actions: z.array(z.string()).min(1),
    resources: z.array(z.string()).min(1),
    context: z.record(z.string(), z.string()).optional(),
    why: z.string(),
  }),
);

/** Calls that some callers must not be able to make. */
export type DeniedCalls = z.infer<typeof deniedSchema>[number];

/**
 * Holds the packaged roles against the calls of recorded journeys, each of which must be allowed, and against
 * `denied-calls.yml`, of which none may be.
 */
export const policies = async (): Promise<string[]> => {
  const pipelines = deployables().flatMap(({ name, folder }) => (folder.startsWith('glue/') ? [name] : []));
  const denied = deniedSchema.parse(parse(readFileSync('tools/check/denied-calls.yml', 'utf8')));
  return policyFaults(
    await templates(),
    recordedCalls(),
    denied.flatMap((one) => ofEachPipeline(one, pipelines)),
  );
};

/** Where denied calls name `{pipeline}`, those of each pipeline that there is. */
export const ofEachPipeline = (denied: DeniedCalls, pipelines: readonly string[]): DeniedCalls[] => {
  const text = JSON.stringify(denied);
  return text.includes(PIPELINE)
    ? pipelines.map((pipeline) => deniedSchema.element.parse(JSON.parse(text.replaceAll(PIPELINE, pipeline))))
    : [denied];
};

const PIPELINE = '{pipeline}';

/** What is wrong with the roles of these stacks: wildcards, needed calls that are refused, denied ones that are allowed. */
export const policyFaults = async (
  stacks: readonly Template[],
  needed: readonly RecordedCall[],
  denied: readonly DeniedCalls[],
): Promise<string[]> => {
  const callers = stacks.flatMap(callersOf);
  return [
    ...callers.flatMap(withWildcards),
    ...(await refusedThoughNeeded(callers, [...needed, ...needed.flatMap(listingOf)])),
    ...(await allowedThoughDenied(callers, denied)),
  ];
};

const refusedThoughNeeded = async (callers: readonly Caller[], calls: readonly RecordedCall[]): Promise<string[]> => {
  const missing = await Promise.all(
    calls.map(async (call) => {
      const { caller, action, resource, context } = inAccount(call);
      const role = callers.find(({ name }) => name === caller);
      if (!role) return `recorded-calls.jsonl: no stack has ${caller}; take its lines out`;
      return (await isAllowed(role, action, resource, context)) ? '' : `${caller} needs ${action} on ${resource}, and may not`;
    }),
  );
  return missing.filter(Boolean);
};

/**
 * Who reads an object that may not be there needs the right to list with its key as prefix, or S3 answers 403 in place of 404.
 * The local cloud answers 404 to everybody. Sources: docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, and for the
 * prefix github.com/ceph/ceph/pull/68577, which does as AWS.
 */
const listingOf = ({ caller, action, resource }: RecordedCall): RecordedCall[] => {
  const [bucket = '', key = ''] = resource.split(/\/(.*)/s);
  return ['s3:GetObject', 's3:GetObjectVersion'].includes(action)
    ? [{ caller, action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': key.replaceAll('…', 'x') } }]
    : [];
};

const allowedThoughDenied = async (callers: readonly Caller[], denied: readonly DeniedCalls[]): Promise<string[]> => {
  const wrong = await Promise.all(
    denied.flatMap(({ callers: who, but, actions, resources, context, why }) =>
      callers
        .filter(({ name }) => new RegExp(who).test(name) && !(but && new RegExp(but).test(name)))
        .flatMap((caller) =>
          actions.flatMap((action) =>
            resources
              .map(inStage)
              .map(async (resource) =>
                (await isAllowed(caller, action, resource, context)) ? `${caller.name} may ${action} on ${resource}: ${why}` : '',
              ),
          ),
        ),
    ),
  );
  const idle = denied.filter(({ callers: who }) => !callers.some(({ name }) => new RegExp(who).test(name)));
  return [...wrong.filter(Boolean), ...idle.map(({ callers: who }) => `denied-calls.yml: ${who} is nobody`)];
};

/** Actions are written out, and a resource is `*` only where AWS takes no other. */
const withWildcards = ({ name, policies }: Caller): string[] =>
  policies.flatMap(({ policy }) =>
    policy.Statement.flatMap(({ Effect, Action, Resource }) => {
      const actions = [Action].flat().map(String);
      const everywhere = [Resource].flat().some((resource) => resource === '*');
      const found = [
        ...actions.filter((action) => action.includes('*')).map((action) => `${name} has the wildcard action ${action}`),
        ...actions
          .filter((action) => everywhere && !WITHOUT_RESOURCE.has(action))
          .map((action) => `${name} may ${action} on every resource`),
      ];
      return Effect === 'Allow' ? found : [];
    }),
  );

/** docs.aws.amazon.com/service-authorization/latest/reference: actions that support no resource. */
const WITHOUT_RESOURCE = new Set(['cloudwatch:PutMetricData', 'sqs:ListQueues']);

const inAccount = ({ caller, action, resource, context }: RecordedCall): RecordedCall => ({
  caller: inStage(caller),
  action,
  resource: inStage(resource),
  ...(context ? { context } : {}),
});

const inStage = (text: string): string => text.replaceAll('{stage}', STAGE).replaceAll('{account}', ACCOUNT).replaceAll('…', 'x');
