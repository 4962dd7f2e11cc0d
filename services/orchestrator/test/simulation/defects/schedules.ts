import type { Defect } from './defect';

/** Defects of starts by a schedule. */
export const scheduleDefects: readonly Defect[] = [
  {
    name: 'a schedule that is due starts a run beside others',
    file: 'app/start-run.ts',
    from: "alone: schedule.whenActive === 'skip'",
    to: 'alone: false',
  },
];
