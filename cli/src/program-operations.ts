import type { Command } from 'commander';
import type { Context } from './context';
import type { Deliver } from './program-options';
import { withJson, withTarget } from './program-options';
import type { TargetOptions } from './target';

/** The commands of those who run a stage: moving in, and looking whether all is in place. */
export const addOperations = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (spec: string, text: string): Command => withJson(program.command(spec).description(text));

  add('import', 'write the pipeline that does what a Glue workflow does, from its export as JSON')
    .argument('<file>', 'what get-workflow, get-triggers, get-jobs and get-crawlers print, as one document')
    .option('--out <folder>', 'write it there (default: glue/<name>)')
    .option('--name <name>', "of the pipeline (default: the workflow's)")
    .addHelpText(
      'after',
      `
The export of workflow W, with jq:
  jq -s add <(aws glue get-workflow --name W --include-graph) <(aws glue get-triggers) \\
    <(aws glue get-jobs) <(aws glue get-crawlers) > W.json`,
    )
    .action(async (file: string, options: { json?: boolean; out?: string; name?: string }) =>
      deliver(await (await import('./commands/import')).importPipeline(context(options.json === true), file, options)),
    );
  withTarget(
    add('doctor', 'look whether a stage has everything in place: one line per check; exit code 1 where one fails'),
  ).action(async (options: TargetOptions & { json?: boolean }) =>
    deliver(await (await import('./commands/doctor')).doctor(context(options.json === true), options)),
  );
};
