import type { Defect } from './defect';

/** Defects of what people are told, and of `latest.json`. */
export const noticeDefects: readonly Defect[] = [
  {
    name: 'a message to people is sent by everyone who hears that it is owed',
    file: 'app/notify.ts',
    from: 'record.leaseUntil > now || !(await ports.notices.claim(record, now + LEASE_MS))',
    to: 'false',
  },
  {
    name: 'an event whose message another is about to send is taken for done',
    file: 'app/notify.ts',
    from: 'LEASE_MS))) throw new OwedNoticeError(record.id);',
    to: 'LEASE_MS))) return;',
  },
  {
    name: 'a deadline is not noted as looked at',
    file: 'app/raise-alerts.ts',
    from: 'if ((await ports.alerts.dropDeadline(runId, now)) && alert)',
    to: 'if (alert)',
  },
  {
    name: 'a deadline is noted as looked at before its alert is said',
    file: 'app/raise-alerts.ts',
    from: 'if (alert) await ports.publish([outgoing(pipelineAlert, alert)]);',
    to: 'await ports.alerts.dropDeadline(runId, now); if (alert) await ports.publish([outgoing(pipelineAlert, alert)]);',
  },
  {
    name: 'an alert that nothing succeeded is not noted as said',
    file: 'app/raise-alerts.ts',
    from: 'if (await ports.alerts.noteTold(pipeline, stretchOf(watch, lastSuccess)))',
    to: 'if (pipeline)',
  },
  {
    name: 'latest.json goes to whichever run succeeded last',
    file: 'domain/latest.ts',
    from: 'current === null || candidate.runId > current.runId',
    to: 'true',
  },
];
