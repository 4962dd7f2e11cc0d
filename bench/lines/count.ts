import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Lines that a team writes for a pipeline, and for the same without Glue Relay where that is written down; null where not. */
export interface PipelineLines {
  readonly pipeline: string;
  /** pipeline.yml and serverless.yml. */
  readonly definition: number;
  readonly jobs: number;
  /** Of the pipeline's packages: the same whoever runs the jobs. */
  readonly transforms: number;
  readonly counterpart: { readonly kind: string; readonly orchestration: number; readonly resources: number } | null;
}

/** Files beside this one that stand for a pipeline without Glue Relay, by what follows its name. */
const COUNTERPARTS = { asl: 'state machine', workflow: 'Glue workflow' } as const;

/** Lines with something on them that is no comment; every line of JSON counts, in the layout of the formatter. */
export const linesOf = (text: string, extension: string): number => {
  const isComment = (line: string): boolean => extension !== '.json' && line.startsWith('#');
  return text.split('\n').filter((line) => line.trim() !== '' && !isComment(line.trim())).length;
};

/** Counts a pipeline's folder and its counterpart. */
export const countPipeline = (root: string, pipeline: string): PipelineLines => {
  const folder = join(root, 'glue', pipeline);
  const packages = readdirSync(folder).filter((name) => existsSync(join(folder, name, '__init__.py')));
  return {
    pipeline,
    definition: count(join(folder, 'pipeline.yml')) + count(join(folder, 'serverless.yml')),
    jobs: countPython(join(folder, 'jobs')),
    transforms: sum(packages.map((name) => countPython(join(folder, name)))),
    counterpart: counterpartOf(join(root, 'bench', 'lines'), pipeline),
  };
};

const counterpartOf = (folder: string, pipeline: string): PipelineLines['counterpart'] => {
  for (const [name, kind] of Object.entries(COUNTERPARTS)) {
    const orchestration = join(folder, `${pipeline}.${name}.json`);
    const stack = join(folder, `${pipeline}.stack.json`);
    if (existsSync(orchestration))
      return { kind, orchestration: count(orchestration), resources: existsSync(stack) ? count(stack) : 0 };
  }
  return null;
};

const count = (file: string): number => linesOf(readFileSync(file, 'utf8'), extname(file));

const countPython = (folder: string): number =>
  sum(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.py'))
      .map((name) => count(join(folder, name))),
  );

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
