import * as z from 'zod';
import type { Dataset } from './dataset';
import { datasetSchema } from './dataset';
import type { RejectionReason } from './events/dataset-rejected';
import { rejectionReasonSchema } from './events/dataset-rejected';

/** Where a rejected object and what is said of it lie: the object in a folder of its run id, the rest beside the folder. */
export interface QuarantinePlace {
  readonly key: string;
  readonly sidecarKey: string;
}

const AREA = 'quarantine/';
/** In place of a pipeline's name, which cannot begin so. */
const UNROUTED = '_unrouted';
/** Keys may have 1,024 bytes, and a character may have 4. */
const LONGEST_NAME = 200;
const RELEASE_SUFFIX = '.released.json';

/**
 * `quarantine/<pipeline>/<day of the rejection>/<reason>/<run id>/<name of the file>`, derived from the rejection alone, so that
 * a move that is repeated ends where it began.
 */
export const quarantinePlaceOf = (rejection: {
  readonly runId: string;
  readonly pipeline: string | null;
  readonly reason: RejectionReason;
  readonly rejectedAt: string;
  readonly dataset: Pick<Dataset, 'key'>;
}): QuarantinePlace => {
  const { runId, pipeline, reason, rejectedAt, dataset } = rejection;
  const base = `${AREA}${pipeline ?? UNROUTED}/${rejectedAt.slice(0, 10)}/${reason}/${runId}`;
  const name = [...(dataset.key.split('/').at(-1) ?? '')].slice(-LONGEST_NAME).join('');
  return { key: `${base}/${name}`, sidecarKey: `${base}.json` };
};

/** What lies beside a rejected object: what, where, how to fix, and what the copy was checked against. */
export const sidecarSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  pipeline: z.string().nullable(),
  reason: rejectionReasonSchema,
  message: z.string(),
  remedy: z.string(),
  rejectedAt: z.iso.datetime(),
  /** The object as it lay in raw/. */
  original: datasetSchema,
  quarantined: z.object({
    key: z.string(),
    size: z.number().int().nonnegative(),
    /** By what copy and original were found to be the same: `ETag`, or the name of a checksum, and its value. */
    checksum: z.object({ algorithm: z.string(), value: z.string() }),
  }),
});
export type Sidecar = z.infer<typeof sidecarSchema>;

/** That a rejected object was put back into raw/: who asked for it, and whether it is judged anew or runs as it is. */
export const releaseSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  reason: rejectionReasonSchema,
  how: z.enum(['replay', 'accept']),
  /** The pipeline to run; null where the object is judged anew. */
  pipeline: z.string().nullable(),
  /** The key under which it is put back, and its size there. */
  key: z.string(),
  size: z.number().int().nonnegative(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  /** The version that it became and the run of that; null while the copy is owed. */
  released: z.object({ versionId: z.string(), runId: z.string() }).nullable(),
});
export type Release = z.infer<typeof releaseSchema>;

/** Key of the record of a release, beside the sidecar. */
export const releaseKeyOf = (sidecarKey: string): string => sidecarKey.replace(/\.json$/, RELEASE_SUFFIX);

/** Metadata of an object that was put back: the key of the record that says why. Not a run parameter: those begin with `relay-`. */
export const RELEASE_METADATA = 'glue-relay-release';

/** What a key in the quarantine is; null for what jobs put there. */
export const quarantineEntryOf = (key: string): { readonly kind: 'sidecar' | 'release'; readonly runId: string } | null => {
  const [, runId, release] =
    /^quarantine\/[^/]+\/\d{4}-\d\d-\d\d\/[a-z-]+\/(\d{8}T\d{6}Z-[0-9a-f]{12})(\.released)?\.json$/.exec(key) ?? [];
  return runId ? { kind: release ? 'release' : 'sidecar', runId } : null;
};
