/** Where the pipeline differs from the workflow, or what its author has to do; `about` is a step, or null for the whole. */
export interface Note {
  readonly about: string | null;
  readonly text: string;
}

/** A value with what has to be said of it. */
export interface Noted<Value> {
  readonly value: Value;
  readonly notes: readonly Note[];
}

/** A note on the whole pipeline. */
export const onWhole = (text: string): Note => ({ about: null, text });
