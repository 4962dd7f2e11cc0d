import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { columnsIn } from '../authoring/columns';
import { filled, packageOf, placeholdersOf, TEMPLATES } from '../authoring/new-pipeline';
import { listStack } from '../authoring/stack-list';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { UsageError } from '../failures';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Names that Python or the repository has for something else; a package of that name could not be imported. */
const TAKEN = new Set([
  ...['and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally'],
  ...['for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try'],
  ...['while', 'with', 'yield', 'relay-job', 'step-runner', 'jobs', 'tests', 'pyspark', 'awsglue', 'boto3', 'pytest', 'shared'],
  ...['ingest', 'orchestrator', 'metrics', 'status'],
]);

/**
 * `relay init`: makes the folder of a new pipeline from the templates, and lists its stack.
 *
 * @throws UsageError for a name that cannot be a pipeline's, a folder that is there, and columns that cannot be read
 */
export const init = async (context: Context, name: string, options: { readonly columns: string }): Promise<CommandResult> => {
  const folder = join(context.root, 'glue', checkedName(name));
  if (existsSync(folder)) throw new UsageError(`${relative(context.root, folder)} is there already; choose another name.`);
  const values = placeholdersOf(name, columnsIn(options.columns));
  const templates = join(context.root, TEMPLATES);
  const files = templateFiles(templates).map((file) => ({
    path: targetOf(file, name),
    text: filled(readFileSync(join(templates, file), 'utf8'), values),
  }));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  tidy(context.root, folder);
  listStack(context.root, folder);
  const paths = files.map(({ path }) => `glue/${name}/${path}`);
  return { document: { pipeline: name, files: paths }, text: `${paths.join('\n')}\n\n${nextSteps(name)}`, exitCode: EXIT.ok };
};

const checkedName = (name: string): string => {
  if (!NAME.test(name) || name.endsWith('-'))
    throw new UsageError(
      `"${name}" cannot be a pipeline's name: expected lower-case letters, digits and "-", starting with a letter, at most 32 long.`,
    );
  if (TAKEN.has(name))
    throw new UsageError(`"${name}" cannot be a pipeline's name: Python or this repository has it for something else.`);
  return name;
};

const templateFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

const targetOf = (template: string, name: string): string =>
  template.replace(/^package\//, `${packageOf(name)}/`).replace(/sample\.csv$/, `${name}.csv`);

/** The order of imports and the breaks of lines depend on the names that were filled in. */
const tidy = (root: string, folder: string): void => {
  const ruff = join(root, '.venv', 'bin', 'ruff');
  if (!existsSync(ruff)) return;
  for (const how of [
    ['check', '--quiet', '--select', 'I', '--fix'],
    ['format', '--quiet'],
  ])
    execFileSync(ruff, [...how, folder], { cwd: root });
};

const nextSteps = (name: string): string =>
  [
    `npx relay validate ${name}   checks it`,
    `npx relay test ${name}       runs it on its sample, without a cloud`,
    `npx relay up                 starts the local cloud with it (npx relay deploy ${name} where one runs)`,
    '',
  ].join('\n');
