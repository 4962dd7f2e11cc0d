import type { RunSummary } from './entities';
import { groupBy } from './group-by';

/** A version of a data set with its runs, or its rejection in the shape of one. */
export interface DatasetVersionView {
  readonly bucket: string;
  readonly versionId: string | null;
  readonly size: number;
  readonly runs: readonly RunSummary[];
}

/** Runs of one key by version, the version of the newest run first. */
export const versionsOf = (runs: readonly RunSummary[]): DatasetVersionView[] =>
  [...groupBy(runs, ({ dataset }) => JSON.stringify([dataset.bucket, dataset.versionId, dataset.size])).values()].flatMap(
    (ofVersion) => {
      const [first] = ofVersion;
      if (!first) return [];
      const { bucket, versionId, size } = first.dataset;
      return [{ bucket, versionId, size, runs: ofVersion }];
    },
  );
