import type { DriftFound } from '@glue-relay/shared/events/drift-found';
import { driftKindSchema, driftSeveritySchema } from '@glue-relay/shared/events/drift-found';
import type { PipelineAlert } from '@glue-relay/shared/events/pipeline-alert';
import * as z from 'zod';

const common = { alertId: z.string(), pipeline: z.string(), at: z.string(), message: z.string() };

const driftAlertSchema = z.object({
  kind: z.literal('drift'),
  ...common,
  runId: z.string(),
  drift: driftKindSchema,
  subject: z.string(),
  value: z.number(),
  limits: z.object({ lower: z.number().nullable(), upper: z.number().nullable() }),
  runsCompared: z.number(),
  severity: driftSeveritySchema,
});
export type DriftAlert = z.infer<typeof driftAlertSchema>;

/** Something that a pipeline's people should look at, whoever found it. */
export const alertSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('deadline-missed'),
    ...common,
    runId: z.string(),
    state: z.enum(['QUEUED', 'RUNNING']),
    since: z.string(),
    deadlineMinutes: z.number(),
  }),
  z.object({
    kind: z.literal('no-success'),
    ...common,
    runId: z.null(),
    lastSuccess: z.object({ runId: z.string(), endedAt: z.string() }).nullable(),
    since: z.string(),
    noSuccessWithinHours: z.number(),
  }),
  driftAlertSchema,
]);
export type Alert = z.infer<typeof alertSchema>;

export const isDrift = (alert: Alert): alert is DriftAlert => alert.kind === 'drift';

export const alertOfBreach = (breach: PipelineAlert): Alert => {
  const { alertId, pipeline, at } = breach;
  switch (breach.kind) {
    case 'deadline-missed': {
      const { runId, state, since, deadlineMinutes } = breach;
      const message = `Run ${runId} was still ${state} ${deadlineMinutes} minutes after it was made or taken up again.`;
      return { kind: breach.kind, alertId, pipeline, at, message, runId, state, since, deadlineMinutes };
    }
    case 'no-success': {
      const { lastSuccess, since, noSuccessWithinHours } = breach;
      const message = `No run of ${pipeline} succeeded for ${noSuccessWithinHours} hours, since ${since}.`;
      return { kind: breach.kind, alertId, pipeline, at, message, runId: null, lastSuccess, since, noSuccessWithinHours };
    }
  }
};

export const alertOfDrift = (found: DriftFound): DriftAlert => {
  const { driftId, pipeline, runId, kind, subject, value, limits, runsCompared, severity, message, foundAt } = found;
  return {
    kind: 'drift',
    alertId: driftId,
    pipeline,
    at: foundAt,
    message,
    runId,
    drift: kind,
    subject,
    value,
    limits,
    runsCompared,
    severity,
  };
};
