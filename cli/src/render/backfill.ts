import type { BackfillItem } from '../orchestrator-api/client';
import type { Run } from '../status-api/schemas';
import { table } from './table';

/** What a backfill did or would do, one object per line, and how many of each. */
export const backfillTable = (items: readonly BackfillItem[], dryRun: boolean, runs: readonly Run[]): string => {
  const states = new Map(runs.map(({ runId, state }) => [runId, state]));
  const lines = table(
    [{ head: 'FILE' }, { head: 'WRITTEN (UTC)' }, { head: dryRun ? 'WOULD' : 'DID' }, { head: 'RUN' }],
    items.map((item) => [
      item.key,
      item.lastModified.slice(0, 19).replace('T', ' '),
      item.decided.action,
      detailOf(item, states),
    ]),
    'No file is selected.',
  );
  const count = (action: string): number => items.filter(({ decided }) => decided.action === action).length;
  const summary = `${count('start')} to start, ${count('redrive')} to redrive, ${count('leave')} to leave as they are.`;
  return `${lines}\n${dryRun ? 'Dry run: ' : ''}${summary}\n`;
};

const detailOf = ({ decided, answer }: BackfillItem, states: ReadonlyMap<string, string>): string => {
  if (decided.action === 'leave') return decided.reason;
  if (!answer) return decided.action === 'redrive' ? decided.runId : '-';
  if (answer.outcome === 'refused') return `refused: ${answer.reason}`;
  return [answer.runId, states.get(answer.runId)].filter(Boolean).join(' ');
};
