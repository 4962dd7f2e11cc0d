import type { Command } from 'commander';
import { Option } from 'commander';
import type { CommandResult } from './context';
import { countUpTo } from './count-option';

/** Takes what a command left. */
export type Deliver = (result: CommandResult) => void;

/** Options that choose the stage that a command speaks to. */
export const withTarget = (command: Command): Command =>
  command
    .option('--stage <stage>', 'stage to speak to; "local" by default where a local cloud runs')
    .option('--profile <name>', 'AWS profile, on a stage other than "local"')
    .option('--region <region>', 'AWS region, on a stage other than "local"');

/** The option that every command has. */
export const withJson = (command: Command): Command =>
  command.option('--json', 'print one JSON document on stdout and nothing else there');

/** Two days, in seconds: no pipeline collects files for longer than one. */
const LONGEST_WAIT = 172_800;

/** Options of a command that stores a file, for who waits for its run. */
export const withWait = (command: Command): Command =>
  command
    .option('--wait', 'follow its run to the end')
    .addOption(
      new Option(
        '--timeout <seconds>',
        'wait so long for its run to begin (default: 120, and as long as its pipeline collects files)',
      )
        .argParser(countUpTo(LONGEST_WAIT))
        .implies({ wait: true }),
    );
