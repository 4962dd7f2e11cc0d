/** What metrics counts in the namespace GlueRelay, one metric per outcome. Those of pipelines are in shared/src/pipeline-metrics.ts. */
export const METRICS = {
  recorded: 'ReportRecorded',
  /** A later attempt's report, or a later writing of this one, is recorded already. */
  superseded: 'ReportSuperseded',
  /** Not readable as a report: put aside in quarantine/metrics/ with the reason. */
  quarantined: 'ReportQuarantined',
  /** The object was deleted before it was read. */
  gone: 'ReportGone',
  /** The report was looked at for champion and drift. */
  judged: 'ReportJudged',
  /** An attempt, run or rejection that the ledger did not have. */
  entered: 'LedgerEntered',
  /** One that it had: a repeat or a late one. */
  known: 'LedgerKnown',
  decided: 'ChampionDecided',
  /** Others decided about the pipeline meanwhile; decided again upon what they left. */
  contended: 'ChampionContended',
  /** An OpenLineage event was taken by its receiver. */
  lineageSent: 'LineageSent',
  /** The receiver answered that it will not have it. */
  lineageRefused: 'LineageRefused',
  /** The receiver was overloaded, broken, slow or not there; the event comes again. */
  lineageUnanswered: 'LineageUnanswered',
  /** A change that is no start or end. */
  lineageIgnored: 'LineageIgnored',
  served: 'RequestServed',
  /** Answered with 4xx. */
  refused: 'RequestRefused',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];
