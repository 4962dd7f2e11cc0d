import type { Defect } from './defect';

/** Defects of commits: versions, conditions, the journal, the listings of the table. */
export const commitDefects: readonly Defect[] = [
  {
    name: 'the version is not raised, so that no commit sees another',
    file: 'domain/decide.ts',
    from: 'version: run.version + 1',
    to: 'version: run.version',
  },
  {
    name: 'what a lost race decided is acted upon',
    file: 'app/wake-run.ts',
    from: "decision, also);\n  if (outcome !== 'committed') return outcome;",
    to: 'decision, also);',
  },
  {
    name: 'the journal lacks the waits of steps',
    file: 'domain/draft.ts',
    from: "journal: [...draft.journal, { kind: 'step',",
    to: "journal: next.state === 'WAITING' ? draft.journal : [...draft.journal, { kind: 'step',",
  },
  {
    name: 'entries that a run took along are not filed with its next commit',
    file: 'domain/filing.ts',
    from: '[...(before?.unfiled ?? []), ...journal]',
    to: '[...journal]',
  },
  {
    name: 'the sweep reads one page of its listings',
    file: 'adapters/run-store.ts',
    from: 'found.push(...(page.Items ?? []).map(read));',
    to: 'if (found.length === 0) found.push(...(page.Items ?? []).map(read));',
    adapters: true,
  },
  {
    name: 'a commit does not ask for the version that it was decided upon',
    file: 'adapters/run-item.ts',
    from: "'#version = :decidedUpon'",
    to: "'attribute_exists(pk)'",
    adapters: true,
  },
  {
    name: 'a slot is taken whether one is free or not',
    file: 'adapters/run-transaction.ts',
    from: '(attribute_not_exists(active) OR size(active) < :maxRuns)',
    to: '(attribute_exists(pk) OR attribute_not_exists(pk))',
    adapters: true,
  },
];
