import type { Command } from 'commander';
import type { ListOptions, ReleaseOptions } from './commands/quarantine';
import type { Context } from './context';
import { countUpTo } from './count-option';
import type { Deliver } from './program-options';
import { withJson, withTarget, withWait } from './program-options';
import type { TargetOptions } from './target';

const MOST = 1_000;

/** The commands for files that were rejected. */
export const addQuarantine = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const quarantine = program.command('quarantine').description('files that were rejected');
  const add = (spec: string, text: string): Command => withTarget(withJson(quarantine.command(spec).description(text)));
  const commands = () => import('./commands/quarantine');
  type Given<More> = More & { readonly json?: boolean };

  add('list', 'files in the quarantine, newest first')
    .option('--pipeline <name>', 'of this pipeline only; "_unrouted" for those of which no pipeline could be told')
    .option('--all', 'also those that were put back')
    .option('--limit <count>', 'at most so many', countUpTo(MOST), 50)
    .action(async (options: Given<ListOptions>) =>
      deliver(await (await commands()).list(context(options.json === true), options)),
    );
  add('show', 'why a file was rejected, what to do, and where it lies')
    .argument('<run-id>')
    .action(async (runId: string, options: Given<TargetOptions>) =>
      deliver(await (await commands()).show(context(options.json === true), runId, options)),
    );
  withWait(add('replay', 'put a file back into raw/, where it is judged anew'))
    .argument('<run-id>')
    .action(async (runId: string, options: Given<ReleaseOptions>) =>
      deliver(await (await commands()).replay(context(options.json === true), runId, options)),
    );
  withWait(add('accept', 'put a file back into raw/, where it runs although it was rejected'))
    .argument('<run-id>')
    .option('--pipeline <name>', 'pipeline to run (default: the one that rejected it)')
    .action(async (runId: string, options: Given<ReleaseOptions>) =>
      deliver(await (await commands()).accept(context(options.json === true), runId, options)),
    );
};
