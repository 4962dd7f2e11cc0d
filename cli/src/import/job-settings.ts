import type { GlueAction, GlueJob } from './export-schema';
import type { Note, Noted } from './notes';

const WORKER_TYPES: ReadonlySet<string> = new Set(['G.1X', 'G.2X', 'G.4X', 'G.8X']);
const MOST_MINUTES = 10_080;
/** Glue's own default before version 5.0. */
const DEFAULT_MINUTES = 2_880;
const PINNED = /^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*$/;

/** A job's settings as a step of pipeline.yml has them, and where they differ. */
export const jobSettings = (step: string, job: GlueJob, action: GlueAction): Noted<Record<string, unknown>> => {
  const asked = job.DefaultArguments['--additional-python-modules']?.split(',').map((one) => one.trim()) ?? [];
  const modules = asked.filter((one) => PINNED.test(one));
  const minutes = action.Timeout ?? job.Timeout ?? DEFAULT_MINUTES;
  const retries = job.MaxRetries ?? 0;
  const value = {
    workers: Math.min(Math.max(job.NumberOfWorkers ?? 2, 2), 299),
    ...(job.WorkerType && WORKER_TYPES.has(job.WorkerType) ? { workerType: job.WorkerType } : {}),
    ...(job.ExecutionClass === 'FLEX' ? { executionClass: 'FLEX' } : {}),
    ...(job.DefaultArguments['--enable-auto-scaling'] === 'true' ? { autoScaling: true } : {}),
    ...(modules.length > 0 ? { pythonModules: modules } : {}),
    timeoutMinutes: Math.min(Math.max(Math.round(minutes), 1), MOST_MINUTES),
    ...(retries > 0 ? { retry: { maxAttempts: retries } } : {}),
  };
  return { value, notes: remarks(job, asked).map((text): Note => ({ about: step, text })) };
};

const remarks = (job: GlueJob, modules: readonly string[]): string[] => {
  const { Command, WorkerType, GlueVersion } = job;
  const loose = modules.filter((one) => !PINNED.test(one));
  return [
    ...(Command && Command.Name !== 'glueetl' ? [`the job is of type ${Command.Name}; here it runs as Spark (glueetl)`] : []),
    ...(WorkerType && !WORKER_TYPES.has(WorkerType) ? [`worker type ${WorkerType} is not taken here: G.1X stands in`] : []),
    ...(GlueVersion && GlueVersion !== '5.0' ? [`the job runs on Glue ${GlueVersion}, here on 5.0: try its script`] : []),
    ...(loose.length > 0 ? [`Python modules without a version are left out: ${loose.join(', ')}`] : []),
    ...((job.MaxRetries ?? 0) > 0
      ? ['Glue retried at once and whatever the error; here retries wait, and not for unfit data']
      : []),
  ];
};
