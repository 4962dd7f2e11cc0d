import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line of a runbook: a command to run, or a place where the cause is mended by other means. */
export type RunbookStep = { readonly kind: 'command'; readonly text: string } | { readonly kind: 'mend'; readonly text: string };

/**
 * The commands that docs/operations.md has for a drill: the shell block under the heading `### <name>`. A comment stands
 * for what no command does, such as a deploy of a job's corrected script.
 */
export const readRunbook = (root: string, drill: string): RunbookStep[] => {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const block = new RegExp(`^### ${drill}\\n(?:(?!^###? ).*\\n)*?\`\`\`sh\\n((?:.*\\n)*?)\`\`\``, 'm').exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/operations.md has no commands under "### ${drill}"`);
  return block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('#') ? { kind: 'mend', text: line.slice(1).trim() } : { kind: 'command', text: line }));
};

/** The words of a command line with its variables filled in; quotes hold words together. */
export const wordsOf = (text: string, variables: Readonly<Record<string, string>>): string[] =>
  [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) =>
    (single ?? double ?? plain ?? '').replaceAll(/\$([A-Z_]+)/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) throw new Error(`the runbook's command "${text}" names $${name}, which the drill does not know`);
      return value;
    }),
  );
