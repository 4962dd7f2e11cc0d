import { copyFileSync, mkdirSync } from 'node:fs';
import { callsOf, recordedCalls } from '../../tools/check/recorded-calls';

const KEPT = '.relay/check/journeys-trace.jsonl';

/**
 * Looks at what functions and jobs called in the journeys. A call that the local cloud refused fails them: a policy lacks
 * a right, or code does what it should not. Calls that the committed list lacks are told, for not every journey takes every path.
 *
 * @param trace - trace of the journeys' cloud
 * @throws Error that names each refused call
 */
export const holdCalls = (trace: string): void => {
  const { allowed, refused } = callsOf(trace);
  if (refused.length > 0) {
    const lines = refused.map(({ caller, action, resource }) => `  ${caller}: ${action} on ${resource}`);
    throw new Error(`The deployed policies refused calls of the journeys:\n${lines.join('\n')}`);
  }
  const known = new Set(recordedCalls().map((call) => JSON.stringify(call)));
  const added = allowed.filter((call) => !known.has(JSON.stringify(call)));
  if (added.length === 0) return;
  mkdirSync('.relay/check', { recursive: true });
  copyFileSync(trace, KEPT);
  console.log(`${added.length} calls are new; add them by: npm run record-calls -- ${KEPT}`);
};
