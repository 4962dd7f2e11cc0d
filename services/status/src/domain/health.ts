import type { SweepCompleted } from '@glue-relay/shared/events/sweep-completed';
import type { ProjectionMark } from './entities';

export interface QueueDepth {
  readonly queue: string;
  readonly messages: number;
}

/** The answer to `GET /health`. */
export interface HealthView {
  readonly status: 'ok' | 'degraded';
  readonly projection: {
    readonly lagSeconds: number | null;
    readonly lastEventAt: string | null;
    readonly lastProjectedAt: string | null;
    readonly waiting: number;
  };
  readonly deadLetters: readonly QueueDepth[];
  readonly sweeps: readonly { readonly service: string; readonly at: string; readonly found: number }[];
}

/** Answers older than this are worth a warning. */
const LONGEST_LAG_SECONDS = 60;

export const healthOf = (
  mark: ProjectionMark | undefined,
  sweeps: readonly SweepCompleted[],
  waiting: number,
  deadLetters: readonly QueueDepth[],
): HealthView => {
  const isStuck = deadLetters.some(({ messages }) => messages > 0);
  const isLate = (mark?.lagSeconds ?? 0) > LONGEST_LAG_SECONDS;
  return {
    status: isStuck || isLate ? 'degraded' : 'ok',
    projection: {
      lagSeconds: mark?.lagSeconds ?? null,
      lastEventAt: mark?.lastEventAt ?? null,
      lastProjectedAt: mark?.lastProjectedAt ?? null,
      waiting,
    },
    deadLetters,
    sweeps: sweeps.map(({ service, at, found }) => ({ service, at, found })),
  };
};

/** What a batch of projected events says of the read model's lag; undefined where none says when it happened. */
export const projectionMarkOf = (happenedAt: readonly string[], now: number): ProjectionMark | undefined => {
  const last = happenedAt.toSorted().at(-1);
  if (last === undefined) return undefined;
  const lagMs = Math.max(0, ...happenedAt.map((at) => now - Date.parse(at)));
  return { lagSeconds: lagMs / 1000, lastEventAt: last, lastProjectedAt: new Date(now).toISOString() };
};
