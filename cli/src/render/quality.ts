import type { Champion, Drift, Stability } from '../metrics-api/client';
import { age } from './format';
import { table } from './table';

const DIGITS = 4;

/** A figure with as many digits as compare. */
export const figure = (value: number | null): string => (value === null ? '-' : String(Number(value.toPrecision(DIGITS))));

const right = (head: string) => ({ head, align: 'right' as const });

/** How stable each model's metric is, one model per line. */
export const stabilityTable = ({ metric, models }: Stability): string =>
  table(
    [
      { head: 'MODEL' },
      { head: 'VARIANT' },
      right('RUNS'),
      right(`MEAN ${metric.toUpperCase()}`),
      right('SD'),
      right('CV'),
      right('BEST'),
      right('LAST'),
      right('TREND'),
    ],
    models.map(({ model, variant, statistics: of }) => [
      model,
      variant,
      String(of.count),
      figure(of.mean),
      figure(of.standardDeviation),
      of.coefficientOfVariation === null ? '-' : `${figure(of.coefficientOfVariation * 100)}%`,
      figure(of.best.value),
      figure(of.last.value),
      figure(of.trend),
    ]),
    `No model of this pipeline has ${metric} yet.`,
  );

/** The champion, and the decisions about it. */
export const championReport = ({ pipeline, rule, champion, decisions }: Champion, now: Date): string => {
  if (!rule) return `Pipeline ${pipeline} has no champion: its pipeline.yml has no "model".\n`;
  const head = champion
    ? `Champion of ${pipeline}: ${champion.model} (${champion.variant}) of run ${champion.runId}, ${rule.metric} ${figure(champion.value)} on ${champion.split}\n\n`
    : '';
  return `${head}${table(
    [right('#'), { head: 'OUTCOME' }, { head: 'DECIDED' }, { head: 'CHALLENGER' }, { head: 'REASON' }],
    decisions.map(({ sequence, outcome, decidedAt, challenger, reason }) => [
      String(sequence),
      outcome,
      age(decidedAt, now),
      `${challenger.model} of ${challenger.runId}`,
      reason,
    ]),
    `No model of ${pipeline} has been evaluated yet.`,
  )}`;
};

/** Findings of drift, newest first. */
export const driftTable = ({ findings }: Drift, now: Date): string =>
  table(
    [{ head: 'FOUND' }, { head: 'SEVERITY' }, { head: 'RUN' }, { head: 'WHAT' }],
    findings.map(({ foundAt, severity, runId, message }) => [age(foundAt, now), severity, runId, message]),
    'No drift has been found.',
  );
