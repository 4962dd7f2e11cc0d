import type { OutgoingEvent } from '@glue-relay/shared/aws/event-bus';
import { outgoing } from '@glue-relay/shared/aws/event-bus';
import { championDecided } from '@glue-relay/shared/events/champion-decided';
import { driftFound } from '@glue-relay/shared/events/drift-found';
import { jobReportSchema } from '@glue-relay/shared/job-report';
import * as z from 'zod';
import { announcementsOf } from '../domain/announcements';

const decisionSchema = z.object({ sk: z.string().startsWith('DECISION#'), decision: championDecided.detail });
const driftSchema = z.object({ sk: z.string().startsWith('DRIFT#') });
const reportSchema = z.object({ sk: z.string().startsWith('REPORT#'), report: jobReportSchema, writtenAt: z.string() });

/** The events of an item of the table: those of a report, a decision or a finding; the other items are made of these. */
export const reportEventsOf = (item: unknown): readonly OutgoingEvent[] => {
  const report = reportSchema.safeParse(item);
  if (report.success) return announcementsOf(report.data);
  const decision = decisionSchema.safeParse(item);
  if (decision.success) return [outgoing(championDecided, decision.data.decision)];
  return driftSchema.safeParse(item).success ? [outgoing(driftFound, driftFound.detail.parse(item))] : [];
};
