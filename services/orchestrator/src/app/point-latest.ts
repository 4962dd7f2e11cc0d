import type { RunStateChange } from '@glue-relay/shared/events/run-state-change';
import { OUTPUT_AREAS, outputPrefixOf } from '@glue-relay/shared/pipeline/names';
import type { LatestPointer } from '../domain/latest';
import { isNewer } from '../domain/latest';

/** Objects of the data bucket that the pointer needs. */
export interface LatestPointers {
  readonly bucket: string;
  /** Null where the pipeline has no pointer yet; the tag names the version that a write may replace. */
  readonly read: (pipeline: string) => Promise<{ readonly pointer: LatestPointer; readonly tag: string } | null>;
  /** False where another writer was faster. */
  readonly write: (pipeline: string, pointer: LatestPointer, replaces: string | null) => Promise<boolean>;
}

/** Others wrote the pointer each time that it was tried; trying later helps. */
export class ContendedPointerError extends Error {
  override readonly name = 'ContendedPointerError';
}

const MAX_TRIES = 5;

/**
 * Points the pipeline's `latest.json` to a run that succeeded, unless it points to a newer one.
 *
 * @throws ContendedPointerError
 */
export const pointLatest = async (pointers: LatestPointers, run: RunStateChange): Promise<void> => {
  if (run.state !== 'SUCCEEDED') return;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const current = await pointers.read(run.pipeline);
    if (!isNewer(run, current?.pointer ?? null)) return;
    const pointer: LatestPointer = {
      runId: run.runId,
      dataset: run.dataset,
      finishedAt: run.endedAt ?? run.at,
      outputs: outputsOf(pointers.bucket, run),
    };
    if (await pointers.write(run.pipeline, pointer, current?.tag ?? null)) return;
  }
  throw new ContendedPointerError(`latest.json of ${run.pipeline} was written by others ${MAX_TRIES} times in a row`);
};

const outputsOf = (bucket: string, { pipeline, runId }: RunStateChange): Record<string, string> =>
  Object.fromEntries(OUTPUT_AREAS.map((area) => [area, `s3://${bucket}/${outputPrefixOf(area, pipeline, runId)}`]));
