/** What metrics counts in the namespace GlueRelay, one metric per outcome of a report. Alarms and dashboards go by these names. */
export const METRICS = {
  recorded: 'ReportRecorded',
  /** A later attempt's report, or a later writing of this one, is recorded already. */
  superseded: 'ReportSuperseded',
  /** Not readable as a report; the message goes to the dead-letter queue after its receives. */
  invalid: 'ReportInvalid',
  /** The object was deleted before it was read. */
  gone: 'ReportGone',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
