import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { ListOptions, ReleaseOptions } from './commands/quarantine';
import type { Context } from './context';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import type { TargetOptions } from './target';

const MOST = 1_000;

const limitOf = (text: string): number => {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MOST) throw new InvalidArgumentError(`It must be a number from 1 to ${MOST}.`);
  return limit;
};

/** The commands for files that were rejected. */
export const addQuarantine = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const quarantine = program.command('quarantine').description('files that were rejected');
  const add = (spec: string, text: string): Command => withTarget(withJson(quarantine.command(spec).description(text)));
  const commands = () => import('./commands/quarantine');
  type Given<More> = More & { readonly json?: boolean };

  add('list', 'files in the quarantine, newest first')
    .option('--pipeline <name>', 'of this pipeline only; "_unrouted" for those of which no pipeline could be told')
    .option('--all', 'also those that were put back')
    .option('--limit <count>', 'at most so many', limitOf, 50)
    .action(async (options: Given<ListOptions>) =>
      deliver(await (await commands()).list(context(options.json === true), options)),
    );
  add('show', 'why a file was rejected, what to do, and where it lies')
    .argument('<run-id>')
    .action(async (runId: string, options: Given<TargetOptions>) =>
      deliver(await (await commands()).show(context(options.json === true), runId, options)),
    );
  add('replay', 'put a file back into raw/, where it is judged anew')
    .argument('<run-id>')
    .option('--wait', 'follow its run to the end')
    .action(async (runId: string, options: Given<ReleaseOptions>) =>
      deliver(await (await commands()).replay(context(options.json === true), runId, options)),
    );
  add('accept', 'put a file back into raw/, where it runs although it was rejected')
    .argument('<run-id>')
    .option('--pipeline <name>', 'pipeline to run (default: the one that rejected it)')
    .option('--wait', 'follow its run to the end')
    .action(async (runId: string, options: Given<ReleaseOptions>) =>
      deliver(await (await commands()).accept(context(options.json === true), runId, options)),
    );
};
