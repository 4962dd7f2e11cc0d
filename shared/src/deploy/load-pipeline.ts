import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf } from '../pipeline/deploy-definition';
import { PipelineFileError, parsePipelineFile } from '../pipeline/parse-file';
import type { PipelineStack } from './glue-template';
import { pipelineCode } from './pipeline-code';
import { readLibrary, readScripts } from './read-code';

/**
 * Reads a pipeline's folder: its file, scripts and packages.
 *
 * @param folder - the pipeline's folder, with `pipeline.yml` and `jobs/`
 * @param shownAs - name of the file in messages
 * @throws PipelineFileError where the file is missing or wrong, or names a script that is not there
 */
export const loadPipeline = (
  folder: string,
  shownAs: string,
  stage: string,
  bucket: string,
  alarmTopic: string,
): PipelineStack => {
  const path = join(folder, 'pipeline.yml');
  if (!existsSync(path)) {
    throw new PipelineFileError(shownAs, [{ line: 1, column: 1, field: '(file)', message: 'expected this file, found none' }]);
  }
  const text = readFileSync(path, 'utf8');
  const { pipeline, order, locate } = parsePipelineFile(text, shownAs);
  const jobs = Object.entries(pipeline.steps).flatMap(([name, step]) =>
    step.kind === 'glue-job' ? [{ name, job: step.job }] : [],
  );
  const scripts = readScripts(folder, [...new Set(jobs.map(({ job }) => job))]);
  const missing = jobs.filter(({ job }) => !scripts.some((script) => script.path === job));
  if (missing.length > 0) {
    throw new PipelineFileError(
      shownAs,
      missing.map(({ name, job }) => locate(['steps', name, 'job'], `expected a script in jobs/, found no jobs/${job}`)),
    );
  }
  const code = pipelineCode(pipeline.pipeline, text, scripts, readLibrary(folder));
  return { file: pipeline, definition: definitionOf(pipeline, order, stage, code.version), code, stage, bucket, alarmTopic };
};
