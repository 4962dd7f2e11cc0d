import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineCode } from '@glue-relay/shared/deploy/pipeline-code';
import type { JobReport } from '@glue-relay/shared/job-report';
import { jobReportSchema } from '@glue-relay/shared/job-report';

/** The id of the run that a test of a pipeline is: each test takes the place of the one before. */
export const OFFLINE_RUN_ID = 'offline';

/** Folders and files of a pipeline's test, and the code laid out as a deploy lays it out in the data bucket. */
export interface Workspace {
  readonly root: string;
  /** Stands for the data bucket. */
  readonly data: string;
  readonly work: string;
  readonly library: string;
  readonly scriptOf: (job: string) => string;
  readonly logOf: (step: string) => string;
  /** What the step reported; null where it wrote no report. */
  readonly reportOf: (step: string) => JobReport | null;
}

/** Empties the folder of a pipeline's tests and lays its code out in it. */
export const workspaceIn = (root: string, pipeline: string, code: PipelineCode): Workspace => {
  rmSync(root, { recursive: true, force: true });
  const [data, work, scripts] = [join(root, 'data'), join(root, 'work'), join(root, 'code')];
  for (const folder of [data, work, scripts]) mkdirSync(folder, { recursive: true });
  const library = join(scripts, 'library.zip');
  writeFileSync(library, code.library.content);
  for (const [name, { content }] of code.scripts) writeFileSync(join(scripts, name), content);
  return {
    root,
    data,
    work,
    library,
    scriptOf: (job) => join(scripts, job),
    logOf: (step) => join(root, `${step}.log`),
    reportOf: (step) => readReport(join(data, 'metrics', pipeline, `run_id=${OFFLINE_RUN_ID}`, `${step}.json`)),
  };
};

const readReport = (path: string): JobReport | null =>
  existsSync(path) ? jobReportSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
