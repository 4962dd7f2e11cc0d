import type { Command } from 'commander';
import { Option } from 'commander';
import type { Context } from './context';
import { countUpTo } from './count-option';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import { collectSetting } from './settings';
import type { TargetOptions } from './target';
import { timeOf } from './time-options';

type Given<More> = TargetOptions & { readonly json?: boolean } & More;
type Settings = Readonly<Record<string, string>>;

const setOption = (): Option =>
  new Option('--set <name=value>', 'run parameter; may be given again').argParser(collectSetting).default({}, 'none');

/** The commands that change something: runs, backfills and dead letters. */
export const addControl = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (parent: Command, spec: string, text: string): Command =>
    withTarget(withJson(parent.command(spec).description(text)));

  add(program, 'start', 'run a file that is in the data bucket, beside the run that its arrival led to')
    .requiredOption('--pipeline <name>', 'pipeline to run')
    .requiredOption('--key <key>', 'key of the file, like raw/sales.csv')
    .option('--version-id <id>', 'version of the file (default: the newest)')
    .addOption(setOption())
    .option('--wait', 'follow the run to its end')
    .action(async (options: Given<{ pipeline: string; key: string; versionId?: string; set: Settings; wait?: boolean }>) =>
      deliver(await (await import('./commands/control')).start(context(options.json === true), options)),
    );
  add(program, 'cancel', 'end a run: at once where it waits, else as soon as Glue has stopped what is active')
    .argument('<run-id>')
    .option('--reason <text>', 'said in the history of the run', 'no reason given')
    .option('--wait', 'follow the run to its end')
    .action(async (runId: string, options: Given<{ reason: string; wait?: boolean }>) =>
      deliver(await (await import('./commands/control')).cancel(context(options.json === true), runId, options)),
    );
  add(program, 'redrive', 'take a run that did not succeed up again; steps that succeeded keep their outputs')
    .argument('<run-id>')
    .option('--from <step>', 'this step and all after it, also where they succeeded (default: all that did not succeed)')
    .option('--latest', 'by the definition that is deployed now (default: the one that the run has)')
    .option('--wait', 'follow the run to its end')
    .action(async (runId: string, options: Given<{ from?: string; latest?: boolean; wait?: boolean }>) =>
      deliver(await (await import('./commands/control')).redrive(context(options.json === true), runId, options)),
    );
  add(program, 'backfill', 'run the files that are in the data bucket already')
    .requiredOption('--pipeline <name>', 'pipeline to run')
    .requiredOption('--prefix <prefix>', 'of the keys, like raw/2026/')
    .option('--since <time>', 'only files written at this time or later', timeOf)
    .option('--until <time>', 'only files written before this time', timeOf)
    .addOption(
      new Option(
        '--reprocess <which>',
        'which of the files that have a run: none, those whose run failed (redriven), or all (run anew)',
      )
        .choices(['none', 'failed', 'all'])
        .default('none'),
    )
    .addOption(setOption())
    .option('--dry-run', 'only list what would be done')
    .option('--concurrency <count>', 'put in so many runs, and the next when these have ended', countUpTo(100))
    .option('--id <id>', 'repeat the backfill of this id: what it did is not done again')
    .option('--wait', 'wait for the end of every run')
    .action(async (options: Given<import('./commands/backfill').BackfillOptions>) =>
      deliver(await (await import('./commands/backfill')).backfill(context(options.json === true), options)),
    );

  const dlq = program.command('dlq').description('messages that could not be handled');
  add(dlq, 'list', 'every dead-letter queue of the stage, and what is in it')
    .option('--peek <count>', 'show so many messages of each queue', countUpTo(10), 3)
    .action(async (options: Given<{ peek: number }>) =>
      deliver(await (await import('./commands/dlq')).listQueues(context(options.json === true), options)),
    );
  add(dlq, 'redrive', 'give the messages of a dead-letter queue back to the queue that they came from')
    .argument('<queue>', 'its name, also without relay-<stage>- and -dlq')
    .action(async (queue: string, options: Given<object>) =>
      deliver(await (await import('./commands/dlq')).redriveQueue(context(options.json === true), queue, options)),
    );
};
