import type { Target } from './target';

/** How often to ask for a run, in ms: the local cloud is near and free, AWS is neither. */
export const pollMsOf = (target: Pick<Target, 'kind'>): number => (target.kind === 'local' ? 250 : 3_000);
