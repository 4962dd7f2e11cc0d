import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFailure } from './local-failure';
import { tailOf } from './log-tail';
import type { ClonePaths } from './paths';
import { runTool } from './run-tool';

/** The generated demand data set; without sizes, the generator's own defaults (913,000 rows). */
export interface DemandShape {
  readonly stores?: number;
  readonly items?: number;
}

/** A generated file. */
export interface DemandData {
  readonly file: string;
  readonly bytes: number;
  /** False where the same file was there already. */
  readonly isNew: boolean;
}

/**
 * Generates the demand data set, unless the same generator has made it before from the same arguments.
 *
 * @throws LocalFailure with the generator's output where it fails
 */
export const generateDemandData = async (
  paths: ClonePaths,
  python: string,
  shape: DemandShape,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<DemandData> => {
  const generator = join(paths.root, 'glue', 'demand-forecast', 'generator');
  const args = Object.entries(shape).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
  const file = join(paths.data, 'train.csv');
  const stamp = join(paths.data, 'train.csv.made-from');
  const madeFrom = hashOf(generator, args);
  if (existsSync(file) && existsSync(stamp) && readFileSync(stamp, 'utf8') === madeFrom)
    return { file, bytes: statSync(file).size, isNew: false };
  mkdirSync(paths.data, { recursive: true });
  rmSync(stamp, { force: true });
  const logFile = join(paths.relay, 'generate.log');
  const temporary = join(paths.data, 'train.partial.csv');
  const code = await runTool({
    command: python,
    args: [join(generator, 'generate.py'), '--out', temporary, ...args],
    cwd: paths.root,
    env,
    logFile,
    signal,
  });
  if (code !== 0) throw new LocalFailure('The demand data set could not be generated.', `see ${logFile}.`, tailOf(logFile));
  renameSync(temporary, file);
  writeFileSync(stamp, madeFrom);
  return { file, bytes: statSync(file).size, isNew: true };
};

const hashOf = (generator: string, args: readonly string[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(args));
  for (const name of readdirSync(generator).sort())
    if (name.endsWith('.py')) hash.update(name).update(readFileSync(join(generator, name)));
  return hash.digest('hex');
};
