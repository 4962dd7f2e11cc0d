import type { Run, RunStep } from '../status-api/schemas';
import { count, duration } from './format';
import { modelsTable } from './models-table';
import { resultsOf } from './step-results';
import { table } from './table';

/** A run as a person wants to see it: what became of it, its steps, its rows, its models. */
export const runReport = (run: Run, width?: number): string =>
  [
    headOf(run, width),
    ...(run.rejection ? [] : [stepsOf(run.steps, width)]),
    ...resultsOf(run),
    ...(run.models.length > 0 ? [modelsTable(run.models, width)] : []),
    ...failedChecksOf(run.steps),
    ...faultsOf(run),
  ].join('\n');

const headOf = (run: Run, width = LONGEST_LINE): string => {
  const facts: [string, string | null][] = [
    ['Run', run.runId],
    ['State', run.seconds === null ? run.state : `${run.state} after ${duration(run.seconds)}`],
    ['Pipeline', run.pipeline],
    ['Data set', run.dataset && `s3://${run.dataset.bucket}/${run.dataset.key}`],
    ['Parameters', parametersOf(run.parameters, Math.min(width, LONGEST_LINE))],
  ];
  return facts.map(([name, value]) => (value ? `${name.padEnd(HEAD_WIDTH)}${value}\n` : '')).join('');
};

const HEAD_WIDTH = 12;
const LONGEST_LINE = 110;

/** Parameters as they would be given to --set, in as many lines as they need. */
const parametersOf = (parameters: Run['parameters'], width: number): string | null => {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const word = `${name}=${/\s/.test(`${value}`) ? `'${value}'` : value}`;
    const last = lines.at(-1);
    if (last !== undefined && HEAD_WIDTH + last.length + 2 + word.length <= width) lines[lines.length - 1] = `${last}  ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(HEAD_WIDTH)}`) || null;
};

const stepsOf = (steps: readonly RunStep[], width: number | undefined): string =>
  table(
    [
      { head: 'STEP', shrinks: true },
      { head: 'STATE' },
      { head: 'ATTEMPTS', align: 'right', leaves: 2 },
      { head: 'TIME', align: 'right' },
      { head: 'ROWS IN', align: 'right', leaves: 3 },
      { head: 'ROWS OUT', align: 'right', leaves: 1 },
      { head: 'QUARANTINED', align: 'right', leaves: 4 },
    ],
    steps.map(({ step, state, attempts, start, end, rows }) => [
      step,
      state,
      count(attempts),
      start && end ? duration((Date.parse(end) - Date.parse(start)) / MS_PER_SECOND) : '-',
      count(rows?.in),
      count(rows?.out),
      count(rows?.quarantined),
    ]),
    'It has no steps yet.',
    width,
  );

const MS_PER_SECOND = 1000;

const failedChecksOf = (steps: readonly RunStep[]): string[] => {
  const lines = steps.flatMap(({ step, checks }) =>
    checks.filter(({ passed }) => !passed).map(({ name, detail }) => `Check failed in ${step}: ${name} (${detail})`),
  );
  return lines.length > 0 ? [`${lines.join('\n')}\n`] : [];
};

/** States of steps that ended because their run did: its own error says why. */
const ENDED_WITH_RUN: ReadonlySet<string> = new Set(['SKIPPED', 'STOPPED']);
/** States of runs that somebody or a policy wanted: what led there is no error. */
const WANTED: ReadonlySet<string> = new Set(['CANCELLED', 'SKIPPED', 'SUPERSEDED']);

const faultsOf = (run: Run): string[] => {
  const { rejection, error } = run;
  const failed = run.steps.filter((step) => step.error && !ENDED_WITH_RUN.has(step.state));
  // a run's error names its step and that step's own words, and a rejection's is its message: neither is said twice
  const ofSteps = failed.flatMap((step) => (error?.includes(step.error ?? '') ? [] : [`${step.step}: ${step.error}`]));
  const lines = [
    ...(rejection
      ? [`Rejected (${rejection.reason}): ${rejection.message}`, ...(rejection.remedy ? [`What to do: ${rejection.remedy}`] : [])]
      : []),
    ...(rejection?.quarantineKey ? [`It lies in quarantine: \`npx relay quarantine show ${run.runId}\`.`] : []),
    ...(error && !rejection ? [`${WANTED.has(run.state) ? 'Why' : 'Error'}: ${error}`] : []),
    ...ofSteps,
    ...(failed.some(({ kind }) => kind === 'glue-job') ? [`What to do: see \`npx relay logs ${run.runId}\`.`] : []),
  ];
  return lines.length > 0 ? [`${lines.join('\n')}\n`] : [];
};
