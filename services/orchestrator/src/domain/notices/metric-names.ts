/** One metric per outcome of what `notify` receives, and per breach that the sweep finds. */
export const noticeMetrics = {
  incidentOpened: 'IncidentOpened',
  /** A further failed run of an open incident: no message. */
  incidentContinued: 'IncidentContinued',
  incidentRecovered: 'IncidentRecovered',
  /** A success with no incident open, or an end that a newer success made no news of. */
  noNotice: 'NoNotice',
  /** An end that was dealt with before. */
  noticeRepeated: 'NoticeRepeated',
  noticeSent: 'NoticeSent',
  /** An alert that people had not been told of. */
  alertTold: 'AlertTold',
  deadlineMissed: 'DeadlineMissed',
  noSuccessInTime: 'NoSuccessInTime',
} as const;
export type NoticeMetric = (typeof noticeMetrics)[keyof typeof noticeMetrics];
