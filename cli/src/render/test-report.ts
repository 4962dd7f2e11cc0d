import type { JobReport } from '@glue-relay/shared/job-report';
import type { StepEnd } from '../offline/run-steps';
import { count, duration } from './format';
import { modelsTable } from './models-table';
import { table } from './table';

/** What a test of a pipeline came to. */
export interface TestStory {
  readonly pipeline: string;
  readonly input: string;
  readonly succeeded: boolean;
  readonly seconds: number;
  /** Folder that stood for the data bucket. */
  readonly outputs: string;
  readonly steps: readonly (StepEnd & { readonly report: JobReport | null })[];
}

/** A step's end in one line, as it happens. */
export const endLine = (end: StepEnd): string =>
  `${end.step}: ${end.state}${'seconds' in end ? ` after ${duration(end.seconds)}` : ` (${end.reason})`}`;

/** What ran, with rows, models, failed checks, errors, and where the outputs are. */
export const testReport = ({ pipeline, succeeded, seconds, outputs, steps }: TestStory): string => {
  const models = steps.flatMap(({ report }) => report?.models ?? []);
  return [
    stepsTable(steps),
    ...(models.length > 0 ? [modelsTable(models)] : []),
    ...steps.flatMap(checksOf),
    ...steps.flatMap(outputsOf),
    ...steps.flatMap(errorOf),
    `${pipeline} ${succeeded ? 'succeeded' : 'failed'} after ${duration(seconds)}. Outputs: ${outputs}\n`,
  ].join('\n');
};

const stepsTable = (steps: TestStory['steps']): string =>
  table(
    [
      { head: 'STEP' },
      { head: 'STATE' },
      { head: 'TIME', align: 'right' },
      { head: 'ROWS IN', align: 'right' },
      { head: 'ROWS OUT', align: 'right' },
      { head: 'QUARANTINED', align: 'right' },
    ],
    steps.map((end) => [
      end.step,
      end.state.replace('_', ' '),
      'seconds' in end ? duration(end.seconds) : '-',
      count(end.report?.rows.in),
      count(end.report?.rows.out),
      count(end.report?.rows.quarantined),
    ]),
    'No step.',
  );

const checksOf = ({ step, report }: TestStory['steps'][number]): string[] =>
  (report?.checks ?? [])
    .filter(({ passed }) => !passed)
    .map(({ name, detail }) => `Check of ${step} failed: ${name} (${detail})\n`);

const outputsOf = ({ step, report }: TestStory['steps'][number]): string[] => {
  const places = Object.entries(report?.outputs ?? {});
  return places.length > 0 ? [table([{ head: `OUTPUTS OF ${step}` }, { head: '' }], places, '')] : [];
};

const errorOf = (end: TestStory['steps'][number]): string[] =>
  'error' in end ? [`Step ${end.step} failed: ${end.error}\nWhat it printed: ${end.log}\n`] : [];
