import type { Context } from './context';

/** Where something is shown that changes: in place in a terminal, one after the other elsewhere. */
export interface Screen {
  readonly isLive: boolean;
  readonly show: (text: string) => void;
  /** Leaves what is shown, and the cursor, to what comes next. */
  readonly close: () => void;
}

/** The screen of a command: stderr where that is a terminal, so that stdout is the command's result alone. */
export const screenOf = async (context: Context): Promise<Screen> => {
  if (!process.stderr.isTTY || context.width === undefined)
    return { isLive: false, show: (text) => context.say(text.trimEnd()), close: () => undefined };
  const { logUpdateStderr } = await import('log-update');
  const done = (): void => logUpdateStderr.done();
  context.signal.addEventListener('abort', done, { once: true });
  return {
    isLive: true,
    show: (text) => logUpdateStderr(text.trimEnd()),
    close: () => {
      context.signal.removeEventListener('abort', done);
      done();
    },
  };
};
