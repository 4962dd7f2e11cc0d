import { followRun } from '../src/follow';
import { RunFeed, tasksOfRun } from '../src/start/run-tasks';
import type { Run } from '../src/status-api/schemas';
import { rejectedRun, succeededRun } from './example-run';

const withoutRows: Run = { ...succeededRun, steps: succeededRun.steps.map((step) => ({ ...step, rows: null })) };
const options = () => ({
  signal: new AbortController().signal,
  pollMs: 1,
  appearsWithinMs: 50,
  settlesWithinMs: 50,
  onUpdate: jest.fn(),
});
const answering = (answers: (Run | undefined)[]) => {
  const run = jest.fn(async () => (answers.length > 1 ? answers.shift() : answers[0]));
  return { run };
};

describe('following a run', () => {
  it('waits until it appears, ends, and has its row counts', async () => {
    const api = answering([undefined, { ...succeededRun, state: 'RUNNING' }, withoutRows, withoutRows, succeededRun]);
    await expect(followRun(api, 'r', options())).resolves.toBe(succeededRun);
    expect(api.run).toHaveBeenCalledTimes(5);
  });

  it('does not wait for row counts for ever', async () =>
    expect(await followRun(answering([withoutRows]), 'r', options())).toBe(withoutRows));

  it('ends with a rejection', async () => expect(await followRun(answering([rejectedRun]), 'r', options())).toBe(rejectedRun));

  it('gives up where no run appears, and says how to look further', async () =>
    expect(followRun(answering([undefined]), 'r', options())).rejects.toMatchObject({
      message: expect.stringContaining('No run r has appeared for 0.05 s'),
      remedy: expect.stringContaining('`npx relay run r`'),
    }));

  it('ends when its user interrupts', async () => {
    const controller = new AbortController();
    const followed = followRun(answering([undefined]), 'r', { ...options(), signal: controller.signal, appearsWithinMs: 10_000 });
    controller.abort();
    await expect(followed).rejects.toThrow(/abort/i);
  });
});

describe('progress of the steps', () => {
  const report = () => ({ detail: jest.fn(), begin: jest.fn() });
  const [clean] = succeededRun.steps;
  const runWith = (state: string, runState = 'RUNNING'): Run => ({
    ...succeededRun,
    state: runState,
    steps: clean ? [{ ...clean, state }] : [],
  });

  it('begins a step when it starts and ends it with its time and rows', async () => {
    const feed = new RunFeed();
    const told = report();
    const done = tasksOfRun(runWith('PENDING'), feed)[0]?.work(told);
    feed.update(runWith('PENDING'));
    await Promise.resolve();
    expect(told.begin).not.toHaveBeenCalled();
    feed.update(runWith('RUNNING'));
    await new Promise(setImmediate);
    feed.update(runWith('SUCCEEDED'));
    await done;
    expect(told.begin).toHaveBeenCalledTimes(1);
    expect(told.detail.mock.calls).toEqual([['RUNNING'], ['SUCCEEDED, 17.2 s, 913,000 rows out']]);
  });

  it('ends as failed when the step failed, and with the feed when that fails', async () => {
    const feed = new RunFeed();
    const [task] = tasksOfRun(runWith('PENDING'), feed);
    feed.update(runWith('FAILED', 'FAILED'));
    await expect(task?.work(report())).rejects.toThrow('FAILED');
    const other = new RunFeed();
    const waiting = tasksOfRun(runWith('PENDING'), other)[0]?.work(report());
    other.fail(new Error('cloud gone'));
    await expect(waiting).rejects.toThrow('cloud gone');
  });
});
