/** What status counts in the namespace GlueRelay, one metric per outcome. Alarms and dashboards go by these names. */
export const METRICS = {
  /** The event changed the read model. */
  projected: 'EventProjected',
  /** All that the event says is known, or newer is: repeats and late ones. */
  stale: 'EventStale',
  /** An event that the read model has no use for. */
  ignored: 'EventIgnored',
  served: 'RequestServed',
  /** Answered with 4xx. */
  refused: 'RequestRefused',
  /** Answered with 5xx. */
  failed: 'RequestFailed',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
