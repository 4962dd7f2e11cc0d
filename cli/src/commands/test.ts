import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pathsOf } from '@glue-relay/local/paths';
import { readToolchain } from '@glue-relay/local/toolchain';
import type { PipelineStack } from '@glue-relay/shared/deploy/glue-template';
import { loadPipeline } from '@glue-relay/shared/deploy/load-pipeline';
import { jobArgumentsOf } from '@glue-relay/shared/pipeline/job-arguments';
import { resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import { PipelineFileError } from '@glue-relay/shared/pipeline/parse-file';
import type { PipelineFolder } from '../authoring/folders';
import { pipelineFolderOf } from '../authoring/folders';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError, UsageError } from '../failures';
import type { JobProcess } from '../offline/job-process';
import { startJobProcess } from '../offline/job-process';
import type { RunStep } from '../offline/run-steps';
import { runSteps } from '../offline/run-steps';
import { sampleOf } from '../offline/sample';
import type { Workspace } from '../offline/workspace';
import { OFFLINE_RUN_ID, workspaceIn } from '../offline/workspace';
import { endLine, testReport } from '../render/test-report';

export interface TestOptions {
  readonly input?: string;
  readonly set: Readonly<Record<string, string>>;
}

/**
 * `relay test`: runs a pipeline's jobs on a sample on this machine, in order, with Spark on files in place of S3.
 *
 * @throws OperationError where its file is wrong; UsageError where there is no sample or a parameter is wrong
 */
export const test = async (context: Context, given: string, options: TestOptions): Promise<CommandResult> => {
  const from = performance.now();
  const folder = pipelineFolderOf(context.root, given);
  const stack = stackOf(folder);
  const { pipeline, parameters: declared } = stack.definition;
  const input = sampleOf(folder.folder, options.input);
  const parameters = resolveParameters(declared, options.set);
  if (!parameters.ok) throw new UsageError(`${parameters.faults.join('; ')}.`);

  const paths = pathsOf(context.root, context.env);
  const workspace = workspaceIn(join(paths.relay, 'test', pipeline), pipeline, stack.code);
  context.say(`${pipeline} on ${input}`);
  const jobs = startJobProcess(paths, readToolchain(paths.toolchain), workspace.work, context.signal);
  try {
    const call = { input: pathToFileURL(input).href, parameters: parameters.values };
    const ends = await runSteps(stack.definition, runStepWith(stack, workspace, jobs, call), (end) => context.say(endLine(end)));
    const succeeded = ends.every((end) => !('error' in end));
    const steps = ends.map((end) => ({ ...end, report: workspace.reportOf(end.step) }));
    const seconds = (performance.now() - from) / 1000;
    const story = { pipeline, input, succeeded, seconds, outputs: workspace.data, steps };
    return { document: story, text: testReport(story), exitCode: succeeded ? EXIT.ok : EXIT.failed };
  } finally {
    await jobs.close();
  }
};

/** Stage, bucket and topic are the deploy's; no job is told of them here. */
const stackOf = ({ name, folder, shownAs }: PipelineFolder): PipelineStack => {
  try {
    return loadPipeline(folder, shownAs, 'local', 'data-bucket', 'alarm-topic');
  } catch (error) {
    if (!(error instanceof PipelineFileError)) throw error;
    throw new OperationError(error.message, `correct it; \`npx relay validate ${name}\` checks it again.`);
  }
};

const runStepWith =
  (
    { definition: { pipeline }, file }: PipelineStack,
    workspace: Workspace,
    jobs: JobProcess,
    call: Pick<Parameters<typeof jobArgumentsOf>[0], 'input' | 'parameters'>,
  ): RunStep =>
  async ({ name, timeoutMinutes }, failedSteps) => {
    const settings = file.steps[name];
    const outputRoot = pathToFileURL(workspace.data).href;
    const log = workspace.logOf(name);
    const { state, message, seconds } = await jobs.run({
      step: name,
      script: workspace.scriptOf(settings && 'job' in settings ? settings.job : ''),
      library: workspace.library,
      arguments: jobArgumentsOf({ ...call, runId: OFFLINE_RUN_ID, step: name, attempt: 1, pipeline, outputRoot, failedSteps }),
      timeoutSeconds: timeoutMinutes * 60,
      log,
    });
    if (state === 'SUCCEEDED') return { step: name, state, seconds };
    const error = message ?? 'no reason was given';
    return { step: name, state: state === 'TIMEOUT' ? 'TIMED_OUT' : 'FAILED', seconds, error, log };
  };
