import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { pipelineDefinitionSchema } from '@glue-relay/shared/pipeline/definition';
import { pipelineParametersPrefix } from '@glue-relay/shared/pipeline/names';
import type { Fault } from '../finding';
import { fail, warn } from '../finding';
import type { JobState, Look } from '../ports';

/** Pipelines that can be read; the others are named by another check. */
export const readDefinitions = async ({ stage, ports }: Pick<Look, 'stage' | 'ports'>): Promise<PipelineDefinition[]> =>
  [...(await ports.parameters())]
    .filter(([name]) => name.startsWith(pipelineParametersPrefix(stage)))
    .flatMap(([, text]) => {
      const read = pipelineDefinitionSchema.safeParse(jsonOf(text));
      return read.success ? [read.data] : [];
    });

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

interface StepJob {
  readonly pipeline: PipelineDefinition;
  readonly jobName: string;
  readonly job: JobState | null;
}

const jobsOf = async (look: Look): Promise<StepJob[]> => {
  const named = (await readDefinitions(look)).flatMap((pipeline) =>
    pipeline.steps.flatMap((step) => (step.kind === 'glue-job' ? [{ pipeline, jobName: step.jobName }] : [])),
  );
  return Promise.all(named.map(async (one) => ({ ...one, job: await look.ports.job(one.jobName) })));
};

/** Every step's Glue job or crawler is there, runs code that is there, and leaves retries and the queue to the orchestrator. */
export const checkJobs = async (look: Look): Promise<Fault[]> => {
  const bucket = (await look.ports.parameters()).get(`/relay/${look.stage}/data-bucket/name`);
  const found = await Promise.all((await jobsOf(look)).map((one) => faultsOf(look, one, bucket)));
  return [...found.flat(), ...(await missingCrawlers(look))];
};

const missingCrawlers = async (look: Look): Promise<Fault[]> => {
  const steps = (await readDefinitions(look)).flatMap(({ pipeline, steps: all }) => all.map((step) => ({ pipeline, step })));
  const found = await Promise.all(
    steps.map(async ({ pipeline, step }) => {
      if (step.kind !== 'crawler' || (await look.ports.hasCrawler(step.crawlerName))) return [];
      return [fail(`crawler ${step.crawlerName} is not there`, deployPipeline(look, pipeline))];
    }),
  );
  return found.flat();
};

const deployPipeline = ({ stage }: Look, pipeline: string): string =>
  `cd glue/${pipeline} && npx serverless deploy --stage ${stage}`;

const faultsOf = async (look: Look, { pipeline, jobName, job }: StepJob, bucket: string | undefined): Promise<Fault[]> => {
  const remedy = deployPipeline(look, pipeline.pipeline);
  if (!job) return [fail(`Glue job ${jobName} is not there`, remedy)];
  const { maxRuns } = pipeline.concurrency;
  const there = await Promise.all(
    job.code.map(async (key) => (bucket && !(await look.ports.hasObject(bucket, key)) ? key : null)),
  );
  return [
    ...there.flatMap((key) => (key === null ? [] : [fail(`Glue job ${jobName} runs ${key}, which is not there`, remedy)])),
    ...(job.maxConcurrentRuns < maxRuns
      ? [fail(`Glue job ${jobName} may run ${job.maxConcurrentRuns} at once, its pipeline ${maxRuns}`, remedy)]
      : []),
    ...(job.maxRetries > 0 ? [warn(`Glue job ${jobName} retries by itself, beside the orchestrator`, remedy)] : []),
  ];
};

/** The account lets all pipelines run as many runs as they may. */
export const checkQuotas = async (look: Look): Promise<readonly Fault[] | { readonly well: string }> => {
  const quotas = await look.ports.quotas();
  if (!quotas) return { well: 'not available on the local cloud' };
  const jobs = await jobsOf(look);
  const needed = (of: (one: StepJob) => number): number =>
    jobs.reduce((sum, one) => sum + of(one) * one.pipeline.concurrency.maxRuns, 0);
  const raise = 'ask for more in Service Quotas (Glue), or lower concurrency.maxRuns; until then steps wait for capacity';
  return [
    ...short(
      'job runs at once',
      needed(() => 1),
      quotas.concurrentRuns,
      raise,
    ),
    ...short(
      'DPUs',
      needed(({ job }) => job?.maxDpus ?? 0),
      quotas.dpus,
      raise,
    ),
  ];
};

const short = (what: string, need: number, quota: number | null, raise: string): Fault[] => {
  if (quota === null) return [warn(`the account's quota of ${what} could not be read`, null)];
  return need > quota ? [warn(`the pipelines may need ${need} ${what}, the account has ${quota}`, raise)] : [];
};
