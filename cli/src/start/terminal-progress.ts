import { Listr } from 'listr2';
import { duration } from '../render/format';
import type { Progress, ProgressTask } from './progress';
import { settleAll } from './progress';

const TICK_MS = 200;

/** Progress that lives in the terminal: a line per task with its elapsed time. */
export const terminalProgress = (): Progress => ({
  group: async (tasks) => {
    const works: Promise<void>[] = [];
    const list = new Listr(
      tasks.map((task) => ({
        title: task.title,
        task: (_: unknown, line: { title: string }) => {
          const work = live(task, (title) => {
            line.title = title;
          });
          works.push(work);
          return work;
        },
      })),
      {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false,
        rendererOptions: { showErrorMessage: false, collapseErrors: false },
      },
    );
    await list.run();
    await settleAll(works);
  },
});

const live = async ({ title, waits, work }: ProgressTask, show: (title: string) => void): Promise<void> => {
  let from = waits ? undefined : performance.now();
  let last = '';
  const render = (): void => {
    const elapsed = from === undefined ? '' : `  ${duration((performance.now() - from) / 1000)}`;
    show(`${title}${elapsed}${last ? `  ${last}` : ''}`);
  };
  const ticker = setInterval(render, TICK_MS);
  try {
    await work({
      detail: (text) => {
        last = text;
        render();
      },
      begin: () => {
        from = performance.now();
        render();
      },
    });
  } finally {
    clearInterval(ticker);
    render();
  }
};
