import type { Defect } from './defect';

/** Defects of crawlers and gates. */
export const kindDefects: readonly Defect[] = [
  {
    name: 'a crawl that began before its step was owed counts as its own',
    file: 'adapters/kinds/crawler.ts',
    from: 'beganAt(crawl) >= sought.since',
    to: 'true',
  },
  {
    name: 'the end of a crawl wakes nobody',
    file: 'app/receive-glue-event.ts',
    from: 'for (const { runId } of waiting) await wakeRun(ports, runId, cause);',
    to: '',
  },
  {
    name: 'a gate opens for a challenger',
    file: 'domain/gate.ts',
    from: 'champion.runId === work.runId',
    to: 'true',
  },
  {
    name: 'a gate goes by the decision about an attempt that was redriven',
    file: 'domain/gate.ts',
    from: 'if (isOutdated)',
    to: 'if (false)',
  },
  {
    name: 'no timer looks at a step that takes too long',
    file: 'domain/observe-step.ts',
    from: "return at === null ? draft : owe(draft, { type: 'wake', at });",
    to: 'return draft;',
  },
];
