import type { Command } from 'commander';
import { Argument } from 'commander';
import type { Context } from './context';
import { countUpTo } from './count-option';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import type { TargetOptions } from './target';
import { dayOf } from './time-options';

type Given<More = object> = TargetOptions & { readonly json?: boolean } & More;

const MOST_ALERTS = 200;

/** The commands that look at the whole: pipelines, data sets, costs, alerts and the system itself. */
export const addOverview = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (parent: Command, spec: string, text: string): Command =>
    withTarget(withJson(parent.command(spec).description(text)));
  const contextOf = ({ json }: Given): Context => context(json === true);

  add(program, 'pipelines', 'list the pipelines and how each is doing').action(async (options: Given) =>
    deliver(await (await import('./commands/overview')).pipelines(contextOf(options), options)),
  );
  add(program, 'dataset', 'show every version of a file with its runs, or why it was rejected')
    .argument('<key>', 'key in the data bucket, like raw/sales.csv')
    .action(async (key: string, options: Given) =>
      deliver(await (await import('./commands/overview')).dataset(contextOf(options), key, options)),
    );
  add(program, 'costs', 'show what Glue bills, by day and pipeline')
    .option('--pipeline <name>', 'of this pipeline only')
    .option('--from <day>', 'first day (default: 29 days before the last)', dayOf)
    .option('--to <day>', 'last day (default: today)', dayOf)
    .action(async (options: Given<{ pipeline?: string; from?: string; to?: string }>) =>
      deliver(await (await import('./commands/overview')).costs(contextOf(options), options)),
    );
  add(program, 'alerts', 'list missed deadlines and drift, newest first')
    .option('--pipeline <name>', 'of this pipeline only')
    .option('--limit <count>', 'at most so many', countUpTo(MOST_ALERTS), 20)
    .action(async (options: Given<{ pipeline?: string; limit: number }>) =>
      deliver(await (await import('./commands/overview')).alerts(contextOf(options), options)),
    );
  add(program, 'health', 'tell whether answers are fresh and anything is stuck; exit code 1 where something is').action(
    async (options: Given) => deliver(await (await import('./commands/overview')).health(contextOf(options), options)),
  );
  const status = program.command('status').description('the read model behind these commands; `relay health` tells how it is');
  add(status, 'rebuild', 'make the read model anew from what every service holds, while it serves').action(
    async (options: Given) => deliver(await (await import('./commands/overview')).rebuild(contextOf(options), options)),
  );
  withJson(program.command('completion').description('print a completion script for a shell'))
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') =>
      deliver((await import('./commands/completion')).completion(program, shell)),
    );
};
