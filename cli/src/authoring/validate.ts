import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadPipeline } from '@glue-relay/shared/deploy/load-pipeline';
import { readLibrary, readScripts } from '@glue-relay/shared/deploy/read-code';
import type { PipelineFile } from '@glue-relay/shared/pipeline/file-schema';
import type { PipelineFault } from '@glue-relay/shared/pipeline/parse-file';
import { PipelineFileError } from '@glue-relay/shared/pipeline/parse-file';
import type { PipelineFolder } from './folders';
import { overlapOf } from './overlap';

/** What is wrong with a pipeline, and what may be meant but should be looked at. */
export interface Verdict {
  readonly pipeline: string;
  readonly file: string;
  readonly faults: readonly PipelineFault[];
  readonly warnings: readonly string[];
}

/** Checks pipelines without a cloud: each for itself, and against all others of the clone. */
export const validate = (checked: readonly PipelineFolder[], all: readonly PipelineFolder[]): Verdict[] => {
  const read = new Map(all.map((one) => [one.folder, readFile(one)]));
  return checked.map((one) => {
    const { name: pipeline, shownAs: file } = one;
    const own = read.get(one.folder) ?? readFile(one);
    if (!own.ok) return { pipeline, file, faults: own.faults, warnings: [] };
    const others = [...read].flatMap(([folder, other]) => (folder !== one.folder && other.ok ? [other.pipeline] : []));
    const overlaps = others.flatMap((other) => overlapOf(own.pipeline, other) ?? []);
    return {
      pipeline,
      file,
      faults: [
        ...folderFaults(one, own.pipeline),
        ...overlaps.flatMap(({ kind, message }) => (kind === 'fault' ? [prefixFault(message)] : [])),
      ],
      warnings: [
        ...overlaps.flatMap(({ kind, message }) => (kind === 'warning' ? [message] : [])),
        ...unusedParameters(one.folder, own.pipeline),
      ],
    };
  });
};

type ReadFile =
  | { readonly ok: true; readonly pipeline: PipelineFile }
  | { readonly ok: false; readonly faults: readonly PipelineFault[] };

/** Stage, bucket and topic are the deploy's; nothing that is checked here depends on them. */
const readFile = ({ folder, shownAs }: PipelineFolder): ReadFile => {
  try {
    return { ok: true, pipeline: loadPipeline(folder, shownAs, 'local', 'data-bucket', 'alarm-topic').file };
  } catch (error) {
    if (error instanceof PipelineFileError) return { ok: false, faults: error.faults };
    throw error;
  }
};

const atTop = (field: string, message: string): PipelineFault => ({ line: 1, column: 1, field, message });
const prefixFault = (message: string): PipelineFault => atTop('input.prefix', message);

const folderFaults = ({ folder, name }: PipelineFolder, file: PipelineFile): PipelineFault[] => [
  ...(file.pipeline === name ? [] : [atTop('pipeline', `expected the name of its folder, ${name}, found "${file.pipeline}"`)]),
  ...(existsSync(join(folder, 'serverless.yml'))
    ? []
    : [atTop('(folder)', 'expected serverless.yml beside this file, found none')]),
];

/** Parameters that no script or package of the pipeline names; whoever computes a name is warned in vain. */
const unusedParameters = (folder: string, file: PipelineFile): string[] => {
  const scripts = Object.values(file.steps).flatMap((step) => ('job' in step ? [step.job] : []));
  const code = [...readScripts(folder, scripts), ...readLibrary(folder)].map(({ content }) =>
    Buffer.from(content).toString('utf8'),
  );
  return Object.keys(file.parameters)
    .filter((name) => !code.some((text) => text.includes(`"${name}"`) || text.includes(`'${name}'`)))
    .map((name) => `parameters.${name}: no job reads it`);
};
