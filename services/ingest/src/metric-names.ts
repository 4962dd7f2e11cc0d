/** What ingest counts in the namespace GlueRelay, one metric per outcome of an event. Alarms and dashboards go by these names. */
export const METRICS = {
  accepted: 'DatasetAccepted',
  rejected: 'DatasetRejected',
  /** An event about an object of which the outcome was known: the same is said again. */
  repeated: 'DatasetRepeated',
  /** The object was deleted before it was looked at. */
  gone: 'ObjectGone',
  /** Own areas and folder markers. */
  ignored: 'ObjectIgnored',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
