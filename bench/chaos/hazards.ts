import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { glueJobStateChange } from '@glue-relay/shared/events/aws-events';
import type { TraceLine } from '../chain/trace';
import type { Fate } from '../support/aws-proxy';

const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(Math.random() * values.length)];

/** One call in ten fails: by throttling, or by an error before or after it took effect, or with its connection. */
export const faults = (share: number) => (): Fate =>
  Math.random() < share ? (pick(['throttle', 'fail-before', 'fail-after', 'cut-after'] as const) ?? 'forward') : 'forward';

/**
 * Says again, in any order and up to three times, that job runs have ended; of some it is said before it is so.
 *
 * @returns the number of events
 */
export const repeatEvents = async (lambda: LambdaClient, functionName: string, trace: readonly TraceLine[]): Promise<number> => {
  const told = trace.filter(({ event }) => event === 'event_dispatched' || event === 'start_job_run_received');
  const chosen = Array.from({ length: Math.min(10, told.length) }, () => pick(told)).flatMap((line) => (line ? [line] : []));
  const events = chosen.flatMap((line) => Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => eventOf(line)));
  await Promise.all(
    events.map((event) =>
      lambda.send(
        new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
      ),
    ),
  );
  return events.length;
};

const eventOf = ({ jobName, jobRunId }: TraceLine) => ({
  version: '0',
  id: crypto.randomUUID(),
  source: glueJobStateChange.source,
  'detail-type': glueJobStateChange.detailType,
  account: '000000000000',
  time: new Date().toISOString(),
  region: 'us-east-1',
  resources: [],
  detail: { jobName, severity: 'INFO', state: 'SUCCEEDED', jobRunId, message: 'Job run succeeded' },
});

/** Kills one of the cloud's Lambda workers, whatever it does; false where there is none. */
export const killWorker = async (cloudPid: number): Promise<boolean> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,comm=']);
  const workers = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === cloudPid && command?.includes('node'));
  const [pid] = pick(workers) ?? [];
  if (!pid) return false;
  try {
    process.kill(Number(pid), 'SIGKILL');
    return true;
  } catch {
    return false; // it has ended by itself
  }
};
