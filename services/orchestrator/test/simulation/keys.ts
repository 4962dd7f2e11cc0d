import type { Run } from '../../src/domain/run';
import { isOlder, raisedBy } from '../../src/domain/versions';

/** Whether two runs are about versions of one key. */
export const isSameKey = (one: Run, other: Run): boolean =>
  one.definition.pipeline === other.definition.pipeline && one.dataset.key === other.dataset.key;

/** Whether the version of one run is older than that of another. */
export const isWrittenBefore = (one: Run, other: Run): boolean => isOlder(one.dataset, raisedBy(null, other.dataset));
