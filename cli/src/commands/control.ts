import type { CommandResult, Context } from '../context';
import type { ExitCode } from '../exit-code';
import { EXIT } from '../exit-code';
import { followInLines } from '../follow-in-lines';
import type { Answer } from '../orchestrator-api/client';
import { orchestratorApiOf } from '../orchestrator-api/client';
import { exitCodeOf } from '../outcome';
import { runReport } from '../render/run-report';
import { statusApiOf } from '../status-api/client';
import type { Run } from '../status-api/schemas';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface StartOptions extends TargetOptions {
  readonly pipeline: string;
  readonly key: string;
  readonly versionId?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly wait?: boolean;
}

/** `relay start`: a run of a file that is there already. */
export const start = async (context: Context, options: StartOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const { pipeline, key, versionId, set } = options;
  const answer = await (await orchestratorApiOf(context, target)).start({
    pipeline,
    key,
    versionId: versionId ?? null,
    parameters: set,
  });
  if (!options.wait) return told(answer, `Run ${answer.runId} is made: follow it with \`npx relay run ${answer.runId}\`.`);
  context.say(`Run ${answer.runId}`);
  return followed(context, target, answer, exitCodeOf);
};

export interface CancelOptions extends TargetOptions {
  readonly reason: string;
  readonly wait?: boolean;
}

/** `relay cancel`: asks a run to end; with `--wait` the exit code is 0 only where it did end cancelled. */
export const cancel = async (context: Context, runId: string, options: CancelOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const answer = await (await orchestratorApiOf(context, target)).cancel(runId, options.reason);
  if (!options.wait)
    return told(answer, `Run ${runId} is being cancelled; it is CANCELLED when Glue has stopped what is active.`);
  return followed(context, target, answer, ({ state }) => (state === 'CANCELLED' ? EXIT.ok : EXIT.failed));
};

export interface RedriveOptions extends TargetOptions {
  readonly from?: string;
  readonly latest?: boolean;
  readonly wait?: boolean;
}

/** `relay redrive`: takes a run up again. */
export const redrive = async (context: Context, runId: string, options: RedriveOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const before = options.wait ? await (await statusApiOf(context, target)).run(runId) : undefined;
  const api = await orchestratorApiOf(context, target);
  const answer = await api.redrive(runId, { from: options.from ?? null, definition: options.latest ? 'latest' : 'run' });
  if (!options.wait) return told(answer, `Run ${runId} is taken up again: follow it with \`npx relay run ${runId}\`.`);
  return followed(context, target, answer, exitCodeOf, ({ endedAt }) => endedAt !== before?.endedAt);
};

const told = (answer: Answer, done: string): CommandResult => ({
  document: answer,
  text: answer.outcome === 'done' ? `${done}\n` : `Nothing to do: ${answer.reason}.\n`,
  exitCode: EXIT.ok,
});

const followed = async (
  context: Context,
  target: Target,
  answer: Answer,
  exitCode: (run: Run) => ExitCode,
  isNews: (run: Run) => boolean = () => true,
): Promise<CommandResult> => {
  if (answer.outcome === 'nothing-to-do') context.say(`Nothing to do: ${answer.reason}.`);
  const run = await followInLines(context, target, answer.runId, { isNews });
  return { document: { ...run, command: answer }, text: runReport(run, context.width), exitCode: exitCode(run) };
};
