import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePipelineFile } from '@glue-relay/shared/pipeline/parse-file';
import * as z from 'zod';
import { filled, TEMPLATES } from '../authoring/new-pipeline';
import { listStack } from '../authoring/stack-list';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { OperationError, UsageError } from '../failures';
import { glueExportSchema } from '../import/export-schema';
import type { ImportedPipeline } from '../import/import-workflow';
import { importWorkflow } from '../import/import-workflow';
import { jobStub } from '../import/job-stub';
import { renderImport } from '../render/import';

/** Writes the pipeline that does what an exported Glue workflow does, and tells where it differs. */
export const importPipeline = async (
  { root }: Pick<Context, 'root'>,
  file: string,
  options: { readonly out?: string; readonly name?: string },
): Promise<CommandResult> => {
  const imported = importWorkflow(readExport(file), options.name ?? null);
  if (imported.steps.length === 0)
    throw new OperationError(`${file} has no step that could start.`, imported.notes.map(({ text }) => text).join('; '));
  parsePipelineFile(imported.text, 'pipeline.yml');
  const folder = options.out ?? join(root, 'glue', imported.pipeline);
  const deploy = filled(readFileSync(join(root, TEMPLATES, 'serverless.yml'), 'utf8'), { name: imported.pipeline });
  write(folder, imported, deploy);
  listStack(root, folder);
  const { pipeline, scripts, notes } = imported;
  return { document: { pipeline, folder, scripts, notes }, text: renderImport(imported, folder), exitCode: EXIT.ok };
};

const readExport = (file: string) => {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  try {
    return glueExportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(`${file} is no export of a Glue workflow: ${why}`);
  }
};

/** Nothing that is there is written over. */
const write = (folder: string, { text, scripts }: ImportedPipeline, deploy: string): void => {
  if (existsSync(join(folder, 'pipeline.yml')))
    throw new OperationError(`${folder} has a pipeline.yml already.`, 'name another folder with `--out`.');
  mkdirSync(join(folder, 'jobs'), { recursive: true });
  writeFileSync(join(folder, 'pipeline.yml'), text);
  writeFileSync(join(folder, 'serverless.yml'), deploy);
  for (const script of scripts) writeFileSync(join(folder, 'jobs', script.name), jobStub(script));
};
