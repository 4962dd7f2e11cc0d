import { readFileSync } from 'node:fs';
import { OPERATIONS } from '../drill/aws-command';
import { DRILLS } from '../drill/drills';
import { readRunbook, wordsOf } from '../drill/runbook';

const ROOT = process.cwd();

it('every drill has its runbook, and every runbook that is said to be tried its drill', () => {
  const text = readFileSync('docs/operations.md', 'utf8');
  const tried = text.slice(text.indexOf('## Runbooks that are tried'), text.indexOf('## Commands'));
  const headings = [...tried.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(headings.sort()).toEqual(Object.keys(DRILLS).sort());
});

it.each(Object.keys(DRILLS))('the runbook of %s has commands that the drill can run, and ends with one', (name) => {
  const steps = readRunbook(ROOT, name);
  expect(steps.at(-1)?.kind).toBe('command');
  for (const { text } of steps.filter(({ kind }) => kind === 'command'))
    expect(text).toMatch(new RegExp(`^(npx relay |aws (${Object.keys(OPERATIONS).join('|')}) )`));
});

it('reads quotes and variables, and refuses one that it does not know', () => {
  expect(wordsOf("relay cancel $RUN_ID --reason 'wrong file'", { RUN_ID: 'r-1' })).toEqual([
    'relay',
    'cancel',
    'r-1',
    '--reason',
    'wrong file',
  ]);
  expect(() => wordsOf('relay run $RUN_ID', {})).toThrow('names $RUN_ID');
});

it('names a runbook that is not there', () => {
  expect(() => readRunbook(ROOT, 'no-such-drill')).toThrow('docs/operations.md has no commands under "### no-such-drill"');
});
