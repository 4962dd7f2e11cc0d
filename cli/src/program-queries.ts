import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { RunsOptions } from './commands/queries';
import type { Context } from './context';
import { countUpTo } from './count-option';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import type { TargetOptions } from './target';
import { endOf, timeOf } from './time-options';

type Given<More = object> = TargetOptions & { readonly json?: boolean } & More;

const MOST_RUNS = 1_000;
/** Written out, since the schema that has them would double the start-up time. */
const RUN_STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'SKIPPED', 'SUPERSEDED', 'REJECTED'];
/** Of a key of S3, in bytes. Source: docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1_024;

const keyOf = (text: string): string => {
  if (text === '' || Buffer.byteLength(text) > LONGEST_KEY)
    throw new InvalidArgumentError('It must be the key of a file in the data bucket, like raw/sales.csv.');
  return text;
};

/** The commands that look at runs, and at what they ran, printed and wrote. */
export const addQueries = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (spec: string, text: string): Command => withTarget(withJson(program.command(spec).description(text)));
  const contextOf = ({ json }: Given): Context => context(json === true);
  const queries = () => import('./commands/queries');

  add('runs', 'list runs, newest first')
    .option('--pipeline <name>', 'of this pipeline only')
    .addOption(new Option('--state <state>', 'in this state only').choices(RUN_STATES))
    .option('--key <key>', 'of this file only, by its key in the data bucket, like raw/sales.csv', keyOf)
    .option('--from <time>', 'of this day or time (UTC) and later', timeOf)
    .option('--to <time>', 'to the end of this day, or before this time (UTC)', endOf)
    .option('--limit <count>', 'at most so many', countUpTo(MOST_RUNS), 20)
    .addOption(new Option('--watch', 'show them anew until interrupted').conflicts('json'))
    .action(async (options: Given<RunsOptions>) => deliver(await (await queries()).runs(contextOf(options), options)));
  add('run', 'show one run: steps, rows, models')
    .argument('<run-id>')
    .option('--follow', 'show its progress until it has ended')
    .action(async (runId: string, options: Given<{ follow?: boolean }>) =>
      deliver(await (await queries()).run(contextOf(options), runId, options)),
    );
  add('jobs', 'list the Glue jobs, each with its latest run').action(async (options: Given) =>
    deliver(await (await queries()).jobs(contextOf(options), options)),
  );
  add('models', 'list the models with their quality').action(async (options: Given) =>
    deliver(await (await queries()).models(contextOf(options), options)),
  );
  add('logs', 'show what the steps of a run printed')
    .argument('<run-id>')
    .argument('[step]', 'of this step only')
    .action(async (runId: string, step: string | undefined, options: Given) =>
      deliver(await (await import('./commands/logs')).logs(contextOf(options), runId, step, options)),
    );
  add('outputs', 'list all that a run wrote, as S3 URIs')
    .argument('<run-id>')
    .option('--download <dir>', 'and write it as files below this folder, in the same tree')
    .action(async (runId: string, options: Given<{ download?: string }>) =>
      deliver(await (await import('./commands/outputs')).outputs(contextOf(options), runId, options)),
    );
};
