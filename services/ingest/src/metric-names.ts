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
  /** An object in raw/ that no outcome is recorded of, found by the sweep and put to the intake. */
  lostFound: 'LostObjectFound',
  /** The sweep has come to the end of raw/. */
  listingFinished: 'ListingFinished',
  /** The sweep has stopped at its limit and goes on from there the next time. */
  listingToBeContinued: 'ListingToBeContinued',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
