import type { Dataset } from '@glue-relay/shared/dataset';

/** A part of a listing. */
export interface ListedObjects {
  readonly datasets: readonly Dataset[];
  /** The key after which the listing goes on; null at its end. */
  readonly next: string | null;
}

/** The objects of the data bucket that runs may be about. */
export interface InputObjects {
  /** A version of an object, the newest where none is named; null where there is none. */
  readonly dataset: (key: string, versionId: string | null) => Promise<Dataset | null>;
  /** The current versions under a prefix, in the order of their keys. */
  readonly list: (prefix: string, after: string | null) => Promise<ListedObjects>;
  /** Writes the list of files of a run that is about none. */
  readonly writeEmptyList: (pipeline: string, runId: string) => Promise<Dataset>;
}
