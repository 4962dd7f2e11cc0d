import { choosePort } from '@glue-relay/local/port';
import { Command, InvalidArgumentError } from 'commander';
import { portOption } from '../commands/port-option';
import { UsageError } from '../failures';
import { collectSetting } from '../settings';
import { sizeOfFile } from '../upload';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly port: number;
  readonly portGiven: boolean;
  /** Stops everything when the run has ended. */
  readonly once: boolean;
  /** Drop this file in place of the generated one. */
  readonly file: string | null;
  readonly stores?: number;
  readonly items?: number;
  readonly set: Readonly<Record<string, string>>;
}

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
};

/** The command of `npm start`; parse with `startOptionsOf`. */
export const startCommand = (): Command =>
  new Command('npm start --')
    .description('Start a local cloud, deploy every service to it, drop a demand data set and follow its run.')
    .option('--file <csv>', 'drop this file in place of the generated 913,000 rows')
    .option('--stores <count>', 'generate so many stores (default: 10)', positive)
    .option('--items <count>', 'generate so many items (default: 50)', positive)
    .option('--set <name=value>', 'run parameter; may be given again', collectSetting, {})
    .option('--port <port>', 'port of the local cloud (default: RELAY_PORT or 4566)')
    .option('--once', 'stop everything when the run has ended; the default where there is no terminal');

/**
 * Reads the command line of `npm start`.
 *
 * @param isTerminal - whether a person sits in front
 * @throws UsageError or commander's error where it is wrong
 */
export const startOptionsOf = (
  command: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isTerminal: boolean,
): StartOptions => {
  const { file, stores, items, set, port, once } = command.parse([...args], { from: 'user' }).opts<{
    file?: string;
    stores?: number;
    items?: number;
    set: Record<string, string>;
    port?: string;
    once?: boolean;
  }>();
  if (file !== undefined) {
    sizeOfFile(file);
    if (stores !== undefined || items !== undefined)
      throw new UsageError('--stores and --items size the generated file; they do not go with --file.');
  }
  return {
    port: portOption(() => choosePort(port, env)),
    portGiven: port !== undefined,
    once: once === true || !isTerminal,
    file: file ?? null,
    ...(stores === undefined ? {} : { stores }),
    ...(items === undefined ? {} : { items }),
    set,
  };
};
