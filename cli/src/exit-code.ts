/** What the command line tells its caller: it did its work, it or the run failed, or it was used wrongly. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** 128 + SIGINT, as shells have it. */
export const EXIT_INTERRUPTED = 130;
