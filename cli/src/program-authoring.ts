import type { Command } from 'commander';
import { Option } from 'commander';
import type { Context } from './context';
import type { Deliver } from './program-options';
import { withJson } from './program-options';
import { collectSetting } from './settings';

interface Json {
  readonly json?: boolean;
}

/** The commands for those who write pipelines; none of them needs a cloud. */
export const addAuthoring = (program: Command, context: (json: boolean) => Context, deliver: Deliver): void => {
  const add = (spec: string, text: string): Command => withJson(program.command(spec).description(text));

  add('init', 'make the folder of a new pipeline, which deploys and runs as it is')
    .argument('<name>', 'its name: lower-case letters, digits and "-"')
    .option('--columns <columns>', 'columns of its files with their types', 'day:date,shop:string,amount:number')
    .action(async (name: string, options: Json & { columns: string }) =>
      deliver(await (await import('./commands/init')).init(context(options.json === true), name, options)),
    );
  add('validate', 'check pipelines without a cloud: file, scripts, prefixes, parameters')
    .argument('[pipeline]', 'its name, or the path of its folder or file (default: all)')
    .action(async (pipeline: string | undefined, options: Json) =>
      deliver(await (await import('./commands/validate')).validate(context(options.json === true), pipeline)),
    );
  add('test', 'run the jobs of a pipeline on a sample, on this machine and without a cloud')
    .argument('<pipeline>', 'its name, or the path of its folder or file')
    .option('--input <file>', 'file to run on (default: the one in its samples/)')
    .addOption(
      new Option('--set <name=value>', 'run parameter; may be given again').argParser(collectSetting).default({}, 'none'),
    )
    .action(async (pipeline: string, options: Json & { input?: string; set: Readonly<Record<string, string>> }) =>
      deliver(await (await import('./commands/test')).test(context(options.json === true), pipeline, options)),
    );
};
