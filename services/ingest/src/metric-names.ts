/** What ingest counts in the namespace GlueRelay, one metric per outcome of an event. Alarms and dashboards go by these names. */
export const METRICS = {
  accepted: 'DatasetAccepted',
  rejected: 'DatasetRejected',
  /** An event about an object of which the outcome was known: the same is said again. */
  repeated: 'DatasetRepeated',
  /** A data set that is fit to run waits for others, of which one run is made. */
  collected: 'DatasetCollected',
  batchClosed: 'BatchClosed',
  /** A batch whose timer was lost, found by the sweep. */
  lateBatchFound: 'LateBatchFound',
  /** A rejected object was moved into the quarantine. */
  quarantined: 'DatasetQuarantined',
  /** It was moved by an earlier try. */
  quarantineRepeated: 'QuarantineRepeated',
  /** A rejected object stays where it is: outside raw/, or without a version. */
  leftInPlace: 'RejectedLeftInPlace',
  noticeSent: 'NoticeSent',
  noticeRepeated: 'NoticeRepeated',
  /** A rejected object that somebody asked to run all the same. */
  overridden: 'RejectionOverridden',
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
