import { setTimeout as sleep } from 'node:timers/promises';

/** Sends a signal to a process group; a group that has ended is fine. */
export const signalGroup = (leader: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended already.
  }
};

const POLL_MS = 25;

/** Whether something holds within the time given. */
export const holdsWithin = async (ms: number, condition: () => boolean): Promise<boolean> => {
  const deadline = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
};
