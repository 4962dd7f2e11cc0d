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

/** Sets `offered` to what may follow `typed`. Longer paths first, so that `dlq list` is found before `dlq`. */
const choice = (all: readonly Words[]): string =>
  `  case "$typed" in
${[...all]
  .sort((one, other) => other.path.length - one.path.length)
  .map(({ path, words }) => `    "${path.join(' ')}"*) offered="${words.join(' ')}" ;;`)
  .join('\n')}
  esac`;

const SCRIPTS: Readonly<Record<Shell, (all: readonly Words[]) => string>> = {
  bash: (all) => `_relay() {
  local typed="\${COMP_WORDS[*]:1:COMP_CWORD-1}" offered=""
${choice(all)}
  COMPREPLY=( $(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}") )
  [[ \${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=( $(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -F _relay relay
`,
  zsh: (all) => `(( $+functions[compdef] )) || { autoload -U compinit && compinit; }
_relay() {
  local typed="\${(j: :)words[2,CURRENT-1]}" offered=""
${choice(all)}
  compadd -- \${=offered} || _files
}
compdef _relay relay
`,
  fish: (all) =>
    all
      .map(({ path, words }) => {
        const condition =
          path.length === 0 ? '__fish_use_subcommand' : path.map((part) => `__fish_seen_subcommand_from ${part}`).join('; and ');
        return `complete -c relay -n '${condition}' -a '${words.join(' ')}'\n`;
      })
      .join(''),
};
