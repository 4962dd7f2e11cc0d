import type { Context } from './context';
import type { FollowOptions } from './follow';
import { FOLLOW_DEFAULTS, followRun } from './follow';
import { pollMsOf } from './pace';
import { StepLines } from './render/step-lines';
import { statusApiOf } from './status-api/client';
import type { Run } from './status-api/schemas';
import type { Target } from './target';

/** What a command knows of the run that it follows. */
export interface Followed extends Pick<FollowOptions, 'isNews'> {
  /** How long it may take until the run is known, in seconds. */
  readonly appearsWithin?: number;
}

/**
 * Follows a run to its end, and says each change of its steps in a line.
 *
 * @throws OperationError where no such run appears
 */
export const followInLines = async (
  context: Context,
  target: Target,
  runId: string,
  { appearsWithin, ...options }: Followed = {},
): Promise<Run> => {
  const lines = new StepLines(context.say);
  return followRun(await statusApiOf(context, target), runId, {
    ...FOLLOW_DEFAULTS,
    ...(appearsWithin === undefined ? {} : { appearsWithinMs: appearsWithin * 1_000 }),
    ...options,
    signal: context.signal,
    pollMs: pollMsOf(target),
    onUpdate: (update) => lines.update(update),
  });
};
