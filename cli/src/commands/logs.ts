import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { logsOf } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { UsageError } from '../failures';
import { statusApiOf } from '../status-api/client';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';
import { mustFindRun } from './queries';

/** Where Glue writes what a job prints: the script's own output, and Spark's. */
const GROUPS = { output: '/aws-glue/jobs/output', error: '/aws-glue/jobs/error' } as const;

/** One line of a step's logs. */
export interface LogLine {
  readonly step: string;
  readonly jobRunId: string;
  readonly stream: keyof typeof GROUPS;
  readonly at: string;
  readonly message: string;
}

/** `relay logs`: what the steps of a run printed, one line each with the step before it. */
export const logs = async (
  context: Context,
  runId: string,
  step: string | undefined,
  options: TargetOptions,
): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const run = await mustFindRun(await statusApiOf(context, target), runId);
  const names = run.steps.map((one) => one.step);
  if (step !== undefined && !names.includes(step))
    throw new UsageError(`Run ${runId} has no step "${step}"; it has ${names.join(', ') || 'none'}.`);
  const client = await logsOf(target);
  const lines: LogLine[] = [];
  for (const { step: name, jobRunId } of run.steps)
    if (jobRunId && (step === undefined || step === name)) lines.push(...(await linesOf(client, name, jobRunId)));
  return { document: { runId, lines }, text: textOf(lines, names), exitCode: EXIT.ok };
};

const linesOf = async (client: CloudWatchLogsClient, step: string, jobRunId: string): Promise<LogLine[]> => {
  const streams = await Promise.all([readStream(client, step, jobRunId, 'output'), readStream(client, step, jobRunId, 'error')]);
  return streams.flat().sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
};

const readStream = async (
  client: CloudWatchLogsClient,
  step: string,
  jobRunId: string,
  stream: LogLine['stream'],
): Promise<LogLine[]> => {
  const { GetLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const lines: LogLine[] = [];
  let token: string | undefined;
  for (;;) {
    const page = await client
      .send(
        new GetLogEventsCommand({
          logGroupName: GROUPS[stream],
          logStreamName: jobRunId,
          startFromHead: true,
          ...(token ? { nextToken: token } : {}),
        }),
      )
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      });
    for (const { timestamp, message } of page?.events ?? [])
      lines.push({ step, jobRunId, stream, at: new Date(timestamp ?? 0).toISOString(), message: (message ?? '').trimEnd() });
    if (!page?.nextForwardToken || page.nextForwardToken === token) return lines;
    token = page.nextForwardToken;
  }
};

const textOf = (lines: readonly LogLine[], steps: readonly string[]): string => {
  if (lines.length === 0) return 'Nothing has been logged yet.\n';
  const width = Math.max(...steps.map((name) => name.length));
  return lines
    .flatMap(({ step, stream, message }) =>
      message.split('\n').map((line) => `${step.padEnd(width)} ${stream === 'output' ? '|' : '!'} ${line}\n`),
    )
    .join('');
};
