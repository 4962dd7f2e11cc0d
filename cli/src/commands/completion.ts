import type { Command } from 'commander';
import type { CommandResult } from '../context';
import { EXIT } from '../exit-code';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command with what may follow it. */
interface Words {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/** `relay completion`: a script for the user's shell, made of the commands and options that there are. */
export const completion = (program: Command, shell: Shell): CommandResult => {
  const script = SCRIPTS[shell](wordsOf(program, []));
  return { document: { shell, script }, text: script, exitCode: EXIT.ok };
};

const wordsOf = (command: Command, path: readonly string[]): Words[] => {
  const options = command.options.flatMap(({ long, argChoices = [] }) => [...(long ? [long] : []), ...argChoices]);
  const words = [...command.commands.map((one) => one.name()), ...options, '--help'];
  return [{ path, words }, ...command.commands.flatMap((one) => wordsOf(one, [...path, one.name()]))];
};

/** Longer paths first, so that `dlq list` is found before `dlq`. */
const cases = (all: readonly Words[]): string =>
  [...all]
    .sort((one, other) => other.path.length - one.path.length)
    .map(({ path, words }) => `    "${path.join(' ')}"*) words="${words.join(' ')}" ;;`)
    .join('\n');

const bash = (all: readonly Words[]): string => `_relay() {
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}" words=""
  case "$typed" in
${cases(all)}
  esac
  COMPREPLY=( $(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}") )
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=( $(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -F _relay relay
`;

const SCRIPTS: Readonly<Record<Shell, (all: readonly Words[]) => string>> = {
  bash,
  zsh: (all) => `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}`,
  fish: (all) =>
    all
      .map(({ path, words }) => {
        const condition =
          path.length === 0 ? '__fish_use_subcommand' : path.map((part) => `__fish_seen_subcommand_from ${part}`).join('; and ');
        return `complete -c relay -n '${condition}' -a '${words.join(' ')}'\n`;
      })
      .join(''),
};
