import { rejectionOf, remarksOn, storyOf } from './story';

export const RUNS = ['20261112T000000Z-aaaaaaaaaaaa', '20261112T000100Z-bbbbbbbbbbbb', '20261112T000200Z-cccccccccccc'];
export const [FIRST = ''] = RUNS;
export const REJECTED = '20261112T000300Z-dddddddddddd';
/** What the API's tests have heard on the bus: three runs, a rejection, and remarks on the first run. */
export const EVENTS = [...RUNS.flatMap((runId, minute) => storyOf(runId, minute)), rejectionOf(REJECTED), ...remarksOn(FIRST)];

export const idsOf = (runs: readonly { runId: string }[]): string[] => runs.map(({ runId }) => runId);
