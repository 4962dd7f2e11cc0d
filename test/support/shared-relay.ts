import type { CloudAddress, TestRelay } from './relay';
import { attachRelay, startRelay, stopRelay } from './relay';

const ADDRESS = 'RELAY_TEST_CLOUD';

/**
 * The cloud that all journeys share, with every stack deployed: a deploy takes longer than most of them. Each journey works with
 * pipelines, keys or months of its own, for others were or are there too.
 */
export const sharedRelay = (): TestRelay => attachRelay(addressOf());

/** Before the first journey, by jest in its own process; the tests inherit its environment. */
export const startShared = async (): Promise<void> => {
  process.env[ADDRESS] = JSON.stringify((await startRelay()).address);
};

/** After the last journey. */
export const stopShared = async (): Promise<void> => stopRelay(addressOf());

const addressOf = (): CloudAddress => {
  const address = process.env[ADDRESS];
  if (address === undefined) throw new Error('no shared cloud; run the journeys by `npx jest --selectProjects journeys`');
  return JSON.parse(address) as CloudAddress;
};
