import type { ColumnProfile, JobReport } from '@glue-relay/shared/job-report';
import type { DriftRule } from '@glue-relay/shared/pipeline/quality-rules';
import { mean } from 'simple-statistics';
import type { Figure, Finding } from './finding';
import { format } from './finding';
import { stabilityIndex } from './stability-index';

/** What a report says of a step's input. */
export type InputReport = Pick<JobReport, 'step' | 'rows' | 'profile'>;

/** Row count, share of quarantined rows and shares of missing values, beside those of earlier runs (oldest first). */
export const inputFigures = (now: InputReport, history: readonly InputReport[], rule: DriftRule): Figure[] => {
  const { step, rows, profile } = now;
  const counts = history.map((report) => report.rows.in);
  return [
    {
      kind: 'row-count',
      subject: `${step}/rows`,
      name: `The row count of ${step}`,
      value: rows.in,
      history: counts,
      tolerance: counts.length === 0 ? 0 : rule.rowTolerance * mean(counts),
      sides: 'both',
    },
    {
      kind: 'quarantined-share',
      subject: `${step}/quarantined`,
      name: `The share of quarantined rows of ${step}`,
      value: share(rows.quarantined, rows.in),
      history: history.map((report) => share(report.rows.quarantined, report.rows.in)),
      tolerance: rule.shareTolerance,
      sides: 'upper',
    },
    ...profile.map(
      (column): Figure => ({
        kind: 'missing-values',
        subject: `${step}/${column.column}`,
        name: `The share of missing values of ${column.column} in ${step}`,
        value: share(column.missing, column.rows),
        history: pastOf(column, history).map((past) => share(past.missing, past.rows)),
        tolerance: rule.shareTolerance,
        sides: 'upper',
      }),
    ),
  ];
};

/** How far each column's distribution has moved from that of the earlier runs together. */
export const shiftsOf = (
  now: InputReport,
  history: readonly InputReport[],
): { readonly column: string; readonly index: number; readonly runs: number }[] =>
  now.profile.flatMap((column) => {
    const past = pastOf(column, history);
    const index = stabilityIndex(column, past);
    return index === undefined ? [] : [{ column: column.column, index, runs: past.length }];
  });

/** Findings of shifts: a warning from moderate on, an alarm from significant on. */
export const shiftFindings = (step: string, shifts: ReturnType<typeof shiftsOf>, { stability }: DriftRule): Finding[] =>
  shifts.flatMap(({ column, index, runs }) => {
    if (index <= stability.moderate) return [];
    const isLarge = index > stability.significant;
    const upper = isLarge ? stability.significant : stability.moderate;
    return [
      {
        kind: 'input-distribution' as const,
        severity: isLarge ? ('alarm' as const) : ('warning' as const),
        subject: `${step}/${column}`,
        value: index,
        limits: { lower: null, upper },
        runsCompared: runs,
        message: `The distribution of ${column} in ${step} has shifted: population stability index ${format(index)}, above ${upper}.`,
      },
    ];
  });

const pastOf = ({ column }: ColumnProfile, history: readonly InputReport[]): ColumnProfile[] =>
  history.flatMap(({ profile }) => profile.filter((past) => past.column === column));

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
