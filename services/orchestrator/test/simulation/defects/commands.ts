import type { Defect } from './defect';

/** Defects of commands. */
export const commandDefects: readonly Defect[] = [
  {
    name: 'a command is not recorded with what it changes',
    file: 'app/execute-command.ts',
    from: "verdict.decision, cause, { command: record })) !== 'committed')",
    to: "verdict.decision, cause)) !== 'committed')",
  },
  {
    name: 'the answer that there is nothing to do is not recorded',
    file: 'app/execute-command.ts',
    from: 'return (await ports.store.recordCommand(record)) ? record.answer : null;',
    to: 'return record.answer;',
  },
  {
    name: 'a redrive begins to number attempts anew',
    file: 'domain/redrive.ts',
    from: '{ ...triesOf(run, name), retries: [] }',
    to: '{ attempts: 0, retries: [] }',
  },
  {
    name: 'a redrive takes up what succeeded',
    file: 'domain/redrive.ts',
    from: "run.steps[name]?.state !== 'SUCCEEDED'",
    to: 'true',
  },
  {
    name: 'a cancel of a running run is forgotten',
    file: 'domain/observe-run.ts',
    from: ": beginEnding(draft, { state: 'CANCELLED', error });",
    to: ': draft;',
  },
];
