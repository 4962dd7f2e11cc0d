import type { Command } from 'commander';
import type { CommandResult } from './context';

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
