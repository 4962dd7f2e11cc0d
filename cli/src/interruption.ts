import { Interruption } from './context';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** A signal that fires when the user interrupts, and a way to stop listening. */
export const onInterruption = (): { readonly signal: AbortSignal; readonly release: () => void } => {
  const controller = new AbortController();
  const listeners = Object.entries(EXIT_CODES).map(([name, exitCode]) => {
    const listener = (): void => controller.abort(new Interruption(exitCode));
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
};
