/** What a task tells about itself while it works. */
export interface TaskReport {
  /** What it is doing, or what came of it. */
  detail(text: string): void;
  /** Its time counts from now: for a task that has waited until here. */
  begin(): void;
}

/** One line of progress: a title and the work behind it. */
export interface ProgressTask {
  readonly title: string;
  /** Whether it only waits at first; `begin` is called when it starts. */
  readonly waits?: boolean;
  readonly work: (report: TaskReport) => Promise<void>;
}

/** Shows work to the user. */
export interface Progress {
  /**
   * Runs tasks at the same time and shows each.
   *
   * @throws what the first task to fail threw, after all have settled
   */
  group(tasks: readonly ProgressTask[]): Promise<void>;
}

/** Runs all, waits for all, and then fails with the first failure, if any. */
export const settleAll = async (works: readonly Promise<void>[]): Promise<void> => {
  let failure: { readonly error: unknown } | undefined;
  await Promise.all(
    works.map((work) =>
      work.catch((error: unknown) => {
        failure ??= { error };
      }),
    ),
  );
  if (failure) throw failure.error;
};
