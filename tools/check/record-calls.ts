/** `npm run record-calls -- TRACE…`: adds the calls of local clouds' traces to the committed list. */
import { writeFileSync } from 'node:fs';
import { callsOf, distinct, RECORD, recordedCalls } from './recorded-calls';

const traces = process.argv.slice(2);
if (traces.length === 0) {
  console.error('usage: npm run record-calls -- TRACE… (trace.jsonl of a local cloud whose journeys have run)');
  process.exit(2);
}
const calls = distinct([...recordedCalls(), ...traces.flatMap((trace) => callsOf(trace).allowed)]);
writeFileSync(RECORD, calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
console.log(`${calls.length} calls in ${RECORD}`);
