import { Command, InvalidArgumentError, Option } from 'commander';
import type { DropOptions } from './commands/drop';
import type { Context } from './context';
import { addAuthoring } from './program-authoring';
import { addControl } from './program-control';
import { addOperations } from './program-operations';
import type { Deliver } from './program-options';
import { withJson, withTarget, withWait } from './program-options';
import { addOverview } from './program-overview';
import { addQuality } from './program-quality';
import { addQuarantine } from './program-quarantine';
import { addQueries } from './program-queries';
import { collectSetting } from './settings';
import type { TargetOptions } from './target';

const LARGEST_PORT = 65_535;

const urlOf = (text: string): URL => {
  if (!text.startsWith('https://') || !URL.canParse(text))
    throw new InvalidArgumentError('It must be an address that begins with https://.');
  return new URL(text);
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > LARGEST_PORT) throw new InvalidArgumentError(`It must be a port from 0 to ${LARGEST_PORT}.`);
  return port;
};

/**
 * The command line. Each command loads its code when it is called, so that start-up stays quick.
 *
 * @param context - made with whether `--json` was given
 */
export const programOf = (version: string, context: (json: boolean) => Context, deliver: Deliver): Command => {
  const program = new Command('relay')
    .description('Glue Relay: pipelines on AWS Glue, here and on AWS.')
    .version(version)
    .showHelpAfterError('(see `npx relay --help`)')
    .addHelpText('after', '\nExit codes: 0 done, or the run succeeded; 1 it failed; 2 wrong usage.');

  const add = (spec: string, text: string): Command => withJson(program.command(spec).description(text));

  add('up', 'start the local cloud in the background and deploy every stack to it')
    .option('--port <port>', 'port of the local cloud (default: RELAY_PORT or 4566)')
    .option('--no-deploy', 'start the cloud only')
    .action(async (options: { json?: boolean; port?: string; deploy: boolean }) =>
      deliver(await (await import('./commands/cloud')).up(context(options.json === true), options)),
    );
  add('deploy', 'deploy every stack anew to the local cloud, or one pipeline')
    .argument('[pipeline]', 'of this pipeline only')
    .action(async (pipeline: string | undefined, options: { json?: boolean }) =>
      deliver(await (await import('./commands/cloud')).deploy(context(options.json === true), pipeline)),
    );
  withTarget(add('remove', 'take a pipeline away from a stage'))
    .argument('<pipeline>', 'its name, or the path of its folder')
    .option('--data', 'delete also what its runs wrote and put aside')
    .action(async (pipeline: string, options: TargetOptions & { json?: boolean; data?: boolean }) =>
      deliver(await (await import('./commands/remove')).remove(context(options.json === true), pipeline, options)),
    );
  add('down', 'stop the local cloud and everything that runs on it').action(async (options: { json?: boolean }) =>
    deliver(await (await import('./commands/cloud')).down(context(options.json === true))),
  );
  withWait(withTarget(add('drop', 'store a file where a pipeline picks it up')))
    .argument('<file>', 'CSV file, plain or .gz')
    .option('--key <key>', 'key in the data bucket (default: raw/<name of the file>)')
    .addOption(
      new Option('--set <name=value>', 'run parameter; may be given again').argParser(collectSetting).default({}, 'none'),
    )
    .action(async (file: string, options: DropOptions & { json?: boolean }) =>
      deliver(await (await import('./commands/drop')).drop(context(options.json === true), file, options)),
    );
  addQueries(program, context, deliver);
  withTarget(add('page', 'show where the page is; on AWS, serve it on this machine and sign its requests as you'))
    .option('--port <port>', 'port on this machine (default: any that is free)', portOf, 0)
    .option('--api-url <url>', 'address of the status API, where RELAY_TOKEN is all you have (default: looked up in SSM)', urlOf)
    .action(async (options: TargetOptions & { json?: boolean; port: number; apiUrl?: URL }) =>
      deliver(await (await import('./commands/page')).page(context(options.json === true), options)),
    );
  addAuthoring(program, context, deliver);
  addControl(program, context, deliver);
  addOverview(program, context, deliver);
  addQuarantine(program, context, deliver);
  addQuality(program, context, deliver);
  addOperations(program, context, deliver);
  return program;
};
