import type { Run, RunStep } from '../status-api/schemas';
import { duration } from './format';

const BAR = 24;
const NAME = 16;
const MS_PER_SECOND = 1000;
const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'STOPPED', 'SKIPPED']);

/**
 * A run that is followed: a bar of its steps, and a line for each step with a bar of its share of the time so far.
 *
 * @param width - of the terminal, in columns
 */
export const runProgress = (run: Run, now: Date, width = Number.POSITIVE_INFINITY): string => {
  const done = run.steps.filter(({ state }) => ENDED.has(state)).length;
  const times = run.steps.map((step) => secondsOf(step, now));
  const longest = Math.max(1, ...times.map((time) => time ?? 0));
  const lines = [
    `Run ${run.runId}  ${run.state}  ${bar(run.steps.length === 0 ? 0 : done / run.steps.length)} ${done}/${run.steps.length} steps`,
    ...run.steps.map((step, index) => stepLine(step, times[index] ?? null, longest)),
  ];
  return `${lines.map((line) => line.slice(0, width).trimEnd()).join('\n')}\n`;
};

const stepLine = ({ step, state, attempts }: RunStep, seconds: number | null, longest: number): string => {
  const again = (attempts ?? 0) > 1 ? `  attempt ${attempts}` : '';
  const time = seconds === null ? '' : `${bar(seconds / longest)} ${duration(seconds)}`;
  return `  ${step.padEnd(NAME)} ${state.padEnd(10)} ${time}${again}`;
};

const bar = (share: number): string => {
  const filled = Math.round(Math.min(1, share) * BAR);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
};

/** How long the latest attempt took, or takes so far. */
const secondsOf = ({ start, end }: RunStep, now: Date): number | null =>
  start === null ? null : Math.max(0, ((end === null ? now.getTime() : Date.parse(end)) - Date.parse(start)) / MS_PER_SECOND);
