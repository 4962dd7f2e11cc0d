import type { Run, RunStep } from '../status-api/schemas';

/** What crawls changed and gates were told, a line each. */
export const resultsOf = ({ steps }: Run): string[] => {
  const lines = steps.flatMap(({ step, result }) => (result ? [`${step}: ${textOf(result)}`] : []));
  return lines.length > 0 ? [`${lines.join('\n')}\n`] : [];
};

const textOf = (result: NonNullable<RunStep['result']>): string => {
  switch (result.kind) {
    case 'crawl': {
      const changes = [...changesOf('table', result.tables), ...changesOf('partition', result.partitions)];
      return `crawled, ${changes.join(', ') || 'nothing has changed'}`;
    }
    case 'champion':
      return `${result.model} was ${result.outcome}: ${result.reason}`;
  }
};

const changesOf = (what: string, changes: Readonly<Record<'created' | 'updated' | 'deleted', number>>): string[] =>
  (['created', 'updated', 'deleted'] as const)
    .filter((change) => changes[change] > 0)
    .map((change) => `${changes[change]} ${what}${changes[change] === 1 ? '' : 's'} ${change}`);
