/** The engine's own delays, in ms. What a pipeline's author decides is in the definition instead. */
export const policy = {
  /** Time that the one who committed an intent has for starting it; after that any wake-up takes it over. */
  startLeaseMs: 45_000,
  /** A start is not begun when less of its lease is left: the call must not outlive the lease. */
  startMarginMs: 15_000,
  /** Glue ends a job by its own timeout; a run that outlives it by so much is stopped. */
  jobTimeoutGraceMs: 60_000,
  /** A stop that Glue has not confirmed by then is asked for again. */
  stopAgainMs: 30_000,
  /** First wait for capacity; each further one is twice as long, up to the longest. */
  capacityWaitMs: 2_000,
  longestCapacityWaitMs: 60_000,
  /** Glue's clock may be behind ours by so much when searching for a job run since a time of ours. */
  clockSkewMs: 120_000,
  /** A gate looks once more so soon after its start, then upon its event and the sweep. */
  gateLookAgainMs: 5_000,
  /** A running step is looked at so long after its run's last commit, in case the event of its end was lost. */
  lookAfterMs: 20_000,
  /** Looks that found nothing become more seldom, up to this: so late may the end of a run's or step's time be seen, too. */
  longestLookGapMs: 120_000,
  /** A run that waits for nothing that is known is looked at so long after its last commit. */
  idleForMs: 600_000,
  /** What was just started may not be known yet. */
  unknownForMs: 60_000,
} as const;
