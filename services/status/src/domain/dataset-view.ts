import type { RunSummary } from './entities';
import { groupBy } from './group-by';

/** A run with the object by which it was found: its data set, or one of the files of its batch. */
export interface RunEntry {
  readonly dataset: RunSummary['dataset'];
  readonly run: RunSummary;
}

/** A version of a data set with its runs, or its rejection in the shape of one. */
export interface DatasetVersionView {
  readonly bucket: string;
  readonly versionId: string | null;
  readonly size: number;
  readonly runs: readonly RunSummary[];
}

/** Runs of one key by version, the version of the newest run first. */
export const versionsOf = (entries: readonly RunEntry[]): DatasetVersionView[] =>
  [...groupBy(entries, ({ dataset }) => JSON.stringify([dataset.bucket, dataset.versionId, dataset.size])).values()].flatMap(
    (ofVersion) => {
      const [first] = ofVersion;
      if (!first) return [];
      const { bucket, versionId, size } = first.dataset;
      return [{ bucket, versionId, size, runs: ofVersion.map(({ run }) => run) }];
    },
  );
