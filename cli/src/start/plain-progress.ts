import { duration } from '../render/format';
import type { Progress, ProgressTask } from './progress';
import { settleAll } from './progress';

/** Progress as plain lines, each with the time since the start: for logs and pipes. */
export const plainProgress = (write: (text: string) => void): Progress => {
  const start = performance.now();
  const line = (text: string): void => write(`[${secondsSince(start).toFixed(1).padStart(6)} s] ${text}\n`);
  const run = async ({ title, waits, work }: ProgressTask): Promise<void> => {
    let from = performance.now();
    let last = '';
    let begun = !waits;
    const said = () => (last ? `: ${last}` : '');
    if (!waits) line(`${title} …`);
    try {
      await work({
        detail: (text) => {
          last = text;
        },
        begin: () => {
          from = performance.now();
          begun = true;
          line(`${title} …`);
        },
      });
      line(`${title}${said()} (${duration(secondsSince(from))})`);
    } catch (error) {
      if (begun) line(`${title} failed${said()} (${duration(secondsSince(from))})`);
      throw error;
    }
  };
  return { group: (tasks) => settleAll(tasks.map(run)) };
};

const secondsSince = (from: number): number => (performance.now() - from) / 1000;
