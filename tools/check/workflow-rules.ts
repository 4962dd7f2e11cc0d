import { parse } from 'yaml';
import * as z from 'zod';

const stepSchema = z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).default({}) });
const jobSchema = z.looseObject({
  'timeout-minutes': z.number().optional(),
  permissions: z.unknown().optional(),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({ concurrency: z.unknown().optional(), jobs: z.record(z.string(), jobSchema) });

/** A line that names an action of another repository, and what follows it. */
const USES = /^\s*(?:-\s+)?uses:\s*['"]?(?<action>[^\s'"#]+)['"]?(?<rest>.*)$/;
const PINNED = /@[0-9a-f]{40}$|@sha256:[0-9a-f]{64}$/;
const VERSION = /^\s*# v\d+\.\d+\.\d+$/;

/**
 * What a workflow must keep to beyond its syntax: actions by commit with their version beside it, a checkout that leaves no
 * token behind, and a time limit and rights of its own for each job.
 */
export const workflowFaults = (text: string): string[] => {
  const { concurrency, jobs } = workflowSchema.parse(parse(text));
  return [
    ...(concurrency === undefined ? ['no concurrency group'] : []),
    ...text.split('\n').flatMap((line, index) => pinFaults(line).map((fault) => `line ${index + 1}: ${fault}`)),
    ...Object.entries(jobs).flatMap(([name, job]) => jobFaults(job).map((fault) => `job ${name}: ${fault}`)),
  ];
};

const pinFaults = (line: string): string[] => {
  const { action = './', rest = '' } = USES.exec(line)?.groups ?? {};
  if (action.startsWith('./')) return [];
  if (!PINNED.test(action)) return [`${action} is not pinned; name it by its full commit SHA`];
  return VERSION.test(rest) ? [] : [`${action} lacks its version as a comment: # vX.Y.Z`];
};

const jobFaults = ({ permissions, steps, ...job }: z.infer<typeof jobSchema>): string[] => [
  ...(job['timeout-minutes'] === undefined ? ['no timeout-minutes'] : []),
  ...(typeof permissions === 'object' && permissions !== null ? [] : ['no permissions of its own']),
  ...(steps.some((step) => step.uses?.startsWith('actions/checkout@') && step.with['persist-credentials'] !== false)
    ? ['a checkout without persist-credentials: false']
    : []),
];
