import type { Defect } from './defect';

/** Defects of starts by a schedule. */
export const scheduleDefects: readonly Defect[] = [
  {
    name: 'a schedule that is due starts a run beside others',
    file: 'app/start-run.ts',
    from: "alone: schedule.whenActive === 'skip'",
    to: 'alone: false',
  },
  {
    name: 'a scheduled run takes a slot although another took one since it looked',
    file: 'app/begin-run.ts',
    from: '{ ...also(decision.run), alone }',
    to: 'also(decision.run)',
  },
];
