import { OperationError } from '../failures';
import { checkDefinitions, checkParameters } from './checks/parameters';
import { checkJobs, checkQuotas, readDefinitions } from './checks/pipelines';
import { checkQueues } from './checks/queues';
import { checkRules, checkSchedules, checkSources } from './checks/routes';
import { checkStacks, readStacks } from './checks/stacks';
import { checkBucket, checkClock, checkSweeps } from './checks/surroundings';
import type { Fault, Finding } from './finding';
import { fail } from './finding';
import type { Look, StagePorts } from './ports';

/** What is wrong, or where nothing can be, why. */
type Check = (look: Look) => Promise<readonly Fault[] | { readonly well: string }>;

/** Each check, and what it says where all is in place. */
const CHECKS: readonly { readonly name: string; readonly check: Check; readonly well: string }[] = [
  { name: 'clock', check: checkClock, well: "this machine's clock agrees" },
  { name: 'stacks', check: checkStacks, well: 'every stack is deployed' },
  { name: 'parameters', check: checkParameters, well: 'every parameter is there' },
  { name: 'definitions', check: checkDefinitions, well: 'every pipeline can be read' },
  { name: 'rules', check: checkRules, well: 'every rule is enabled and its targets are there' },
  { name: 'schedules', check: checkSchedules, well: 'every schedule is enabled' },
  { name: 'sources', check: checkSources, well: 'every queue and stream is read' },
  { name: 'queues', check: checkQueues, well: 'every queue is there, no dead letters' },
  { name: 'bucket', check: checkBucket, well: 'the data bucket announces its objects and keeps versions' },
  { name: 'jobs', check: checkJobs, well: "every step's Glue job is there with its code" },
  { name: 'quotas', check: checkQuotas, well: 'the account lets all pipelines run' },
  { name: 'sweeps', check: checkSweeps, well: 'both sweeps ran lately' },
];

/** Looks at a stage: at least one finding for each check. What may not be read fails its check, and the others go on. */
export const examine = async (ports: StagePorts, stage: string, now: () => Date): Promise<Finding[]> => {
  const pipelines = await unlessRefused(async () => (await readDefinitions({ stage, ports })).map(({ pipeline }) => pipeline));
  const stacks = await unlessRefused(() => readStacks(ports, stage, Array.isArray(pipelines) ? pipelines : []));
  if (!Array.isArray(stacks)) return [{ check: 'stacks', ...stacks }];
  const look: Look = { stage, ports, stacks, now };
  const found = await Promise.all(
    CHECKS.map(async ({ name, check, well }): Promise<Finding[]> => {
      const seen = await unlessRefused(() => check(look)).catch((error: unknown) => unseen(error));
      const sound = (what: string): Finding[] => [{ check: name, level: 'ok', what, remedy: null }];
      if ('level' in seen) return [{ check: name, ...seen }];
      if ('well' in seen) return sound(seen.well);
      return seen.length > 0 ? seen.map((fault) => ({ check: name, ...fault })) : sound(well);
    }),
  );
  return found.flat();
};

/** A check that met what it does not know: on a broken stage that is a finding, and the others go on. */
const unseen = (error: unknown): Fault =>
  fail(
    `could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
    error instanceof OperationError && error.remedy ? error.remedy : 'mend what the other checks find, then look again',
  );

/** Names by which AWS's services refuse a caller. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'UnauthorizedOperation',
  'Forbidden',
  '403',
]);

/** What was asked for, or the fault that the caller may not ask for it. */
const unlessRefused = async <Value>(ask: () => Promise<Value>): Promise<Value | Fault> => {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || !REFUSALS.has(error.name)) throw error;
    return fail(`you may not look: ${error.message}`, 'have that right given to you; docs/operations.md lists what doctor reads');
  }
};
