/** How a check ended: all is in place, worth a look, or something does not work. */
export type Level = 'ok' | 'warn' | 'fail';

/** One line of the report. */
export interface Finding {
  readonly check: string;
  readonly level: Level;
  readonly what: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** What is wrong, without the name of the check that found it. */
export type Fault = Pick<Finding, 'what' | 'remedy'> & { readonly level: Exclude<Level, 'ok'> };

export const fail = (what: string, remedy: string): Fault => ({ level: 'fail', what, remedy });
export const warn = (what: string, remedy: string | null): Fault => ({ level: 'warn', what, remedy });
