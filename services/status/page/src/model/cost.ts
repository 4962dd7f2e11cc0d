import type { Costs } from '../api/types';

const DAY_MS = 86_400_000;

/** Dollars by day, a row for each day of the span, also those without costs. */
export interface CostColumns {
  readonly days: readonly string[];
  readonly pipelines: readonly string[];
  /** By pipeline, as long as `days`. */
  readonly dollars: readonly (readonly number[])[];
}

export const costColumns = ({ from, to, days, pipelines }: Costs): CostColumns => {
  const all: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY_MS) all.push(new Date(time).toISOString().slice(0, 10));
  const names = pipelines.map(({ pipeline }) => pipeline);
  const byDay = new Map(days.map(({ date, pipelines: lines }) => [date, lines]));
  return {
    days: all,
    pipelines: names,
    dollars: names.map((name) => all.map((day) => byDay.get(day)?.find(({ pipeline }) => pipeline === name)?.dollars ?? 0)),
  };
};

/** For bars that stand on each other: each series plus those beneath it, the tallest first, so that it is drawn first. */
export const stacked = (columns: readonly (readonly number[])[]): number[][] => {
  const sums: number[][] = [];
  for (const column of columns) sums.push(column.map((value, index) => value + (sums.at(-1)?.[index] ?? 0)));
  return sums.reverse();
};

/** The first day of a span of so many days that ends on a day. */
export const firstDayOf = (today: Date, days: number): string =>
  new Date(today.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
