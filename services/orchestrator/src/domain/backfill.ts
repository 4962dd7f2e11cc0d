import type { Dataset } from '@glue-relay/shared/dataset';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { isTerminalRunState, type RunState } from '@glue-relay/shared/states';
import { takes } from './input';

/**
 * Which objects that have a run get another try: `none` only those that have no run, `failed` also those whose run failed
 * or timed out, which is redriven, `all` every one whose run has ended, with a run of its own.
 */
export type Reprocess = 'none' | 'failed' | 'all';

export interface Selection {
  readonly prefix: string;
  /** By the object's time of writing, from this time on and before that one, both ISO 8601. */
  readonly since: string | null;
  readonly until: string | null;
  readonly reprocess: Reprocess;
}

/** The run that there is for an object. */
export interface KnownRun {
  readonly runId: string;
  readonly pipeline: string;
  readonly state: RunState;
}

/** What a backfill is to do about one object. */
export type BackfillAction =
  | { readonly action: 'start' }
  | { readonly action: 'redrive'; readonly runId: string }
  | { readonly action: 'leave'; readonly reason: string };

/** Whether an object is within what is selected, one that the pipeline takes, and not empty. */
export const isSelected = (
  definition: PipelineDefinition,
  { since, until }: Selection,
  { key, size, lastModified }: Dataset,
): boolean => {
  const at = Date.parse(lastModified);
  return (
    takes(definition, key) &&
    size > 0 &&
    (since === null || at >= Date.parse(since)) &&
    (until === null || at < Date.parse(until))
  );
};

const FAILED: ReadonlySet<RunState> = new Set<RunState>(['FAILED', 'TIMED_OUT']);

/** Decides about one selected object. What has not ended is never touched, and neither is what another pipeline took. */
export const decideBackfill = (pipeline: string, reprocess: Reprocess, known: KnownRun | null): BackfillAction => {
  if (!known) return { action: 'start' };
  const { runId, state } = known;
  if (known.pipeline !== pipeline) return leave(`pipeline ${known.pipeline} took it, run ${runId}`);
  if (!isTerminalRunState(state)) return leave(`run ${runId} is ${state}`);
  switch (reprocess) {
    case 'none':
      return leave(`it has run ${runId}, ${state}`);
    case 'failed':
      return FAILED.has(state) ? { action: 'redrive', runId } : leave(`run ${runId} is ${state}`);
    case 'all':
      return { action: 'start' };
  }
};

const leave = (reason: string): BackfillAction => ({ action: 'leave', reason });
