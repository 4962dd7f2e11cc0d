import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import type { JobReport } from '@glue-relay/shared/job-report';
import type { DriftRule } from '@glue-relay/shared/pipeline/quality-rules';
import type { Limits } from './control-limits';
import { controlLimits, isOutside } from './control-limits';

export type Kind = DriftFound['kind'];
/** A finding before it is known of which run and when. */
export type Finding = Pick<DriftFound, 'kind' | 'severity' | 'subject' | 'value' | 'limits' | 'runsCompared' | 'message'>;

/** One figure of a run and the same figure of the runs before it, oldest first. */
export interface Figure {
  readonly kind: Kind;
  readonly subject: string;
  /** The figure in words, for the message. */
  readonly name: string;
  readonly value: number;
  readonly history: readonly number[];
  /** In the figure's own unit. */
  readonly tolerance: number;
  /** Whether a fall is drift too. */
  readonly sides: 'both' | 'upper';
}

/** Limits of a figure; undefined while there are too few runs before it. */
export const limitsOf = ({ history, tolerance, sides }: Figure, rule: DriftRule): Limits | undefined => {
  if (history.length < rule.minimumRuns) return undefined;
  const { lower, upper } = controlLimits(history, rule.sigmas, tolerance);
  return { lower: sides === 'both' ? lower : null, upper };
};

/** What is to be said of a figure: a finding where it lies outside its limits. */
export const findingOf = (figure: Figure, rule: DriftRule): Finding[] => {
  const limits = limitsOf(figure, rule);
  if (!limits || !isOutside(figure.value, limits)) return [];
  const { kind, subject, value, name, history } = figure;
  const isAbove = limits.upper !== null && value > limits.upper;
  const limit = `${isAbove ? 'above' : 'below'} ${format(isAbove ? limits.upper : limits.lower)}`;
  const message = `${name} is ${format(value)}, ${limit}, the control limit of ${history.length} runs.`;
  return [{ kind, severity: 'alarm', subject, value, limits, runsCompared: history.length, message }];
};

export const format = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(4))));

/** Events of the findings of a report; the time is the report's, so that a repeat says the same. */
export const driftEvents = ({ pipeline, runId }: JobReport, foundAt: string, findings: readonly Finding[]): DriftFound[] =>
  findings.map((finding) => ({
    schemaVersion: 1,
    driftId: `${runId}#${finding.kind}#${finding.subject}`,
    pipeline,
    runId,
    foundAt,
    ...finding,
  }));
