import * as z from 'zod';
import { parametersSchema } from '../dataset';
import { defineEvent } from './define-event';

/** On every command: who asked, and the key under which a repeat of it is known as one. */
const asked = {
  schemaVersion: z.literal(1),
  idempotencyKey: z.string().min(1).max(200),
  requestedBy: z.string().min(1).max(200),
};

/** A run of a data set that is there already, beside the one that its arrival led to. */
const startSchema = z.object({
  type: z.literal('start'),
  ...asked,
  pipeline: z.string().min(1),
  /** The newest version where none is named. */
  dataset: z.object({ key: z.string().min(1).max(1024), versionId: z.string().nullable().default(null) }),
  /** Those not given have the pipeline's defaults. */
  parameters: parametersSchema.default({}),
});

/** A pipeline's schedule is due: what it starts, its definition says. */
const scheduledStartSchema = z.object({
  type: z.literal('scheduled-start'),
  ...asked,
  pipeline: z.string().min(1),
  scheduledAt: z.iso.datetime({ offset: true }),
});

/** Ends a run: one that waits at once, one that runs as soon as Glue has stopped what is active. */
const cancelSchema = z.object({
  type: z.literal('cancel'),
  ...asked,
  runId: z.string().min(1),
  reason: z.string().min(1).max(500),
});

/** Takes up an unsuccessful run again; what succeeded keeps its outputs. */
const redriveSchema = z.object({
  type: z.literal('redrive'),
  ...asked,
  runId: z.string().min(1),
  /** This step and every one after it, also where they succeeded; null is all that did not succeed. */
  from: z.string().nullable().default(null),
  /** The definition that the run has, or the one that is deployed now. */
  definition: z.enum(['run', 'latest']).default('run'),
});

/** A person or a program asks the orchestrator for something. The answer is in the run's journal, under the idempotency key. */
export const runCommand = defineEvent({
  source: 'relay.command',
  detailType: 'Run Command',
  detail: z.discriminatedUnion('type', [startSchema, scheduledStartSchema, cancelSchema, redriveSchema]),
  example: {
    type: 'redrive',
    schemaVersion: 1,
    idempotencyKey: '5f0c1d7e-8a44-4b0e-9a55-0d2f6c3f9b11',
    requestedBy: 'arn:aws:iam::111122223333:user/ana',
    runId: '20261112T000000Z-3f2a9c41d07b',
    from: 'features',
    definition: 'latest',
  },
});
export type RunCommand = z.infer<typeof runCommand.detail>;
export type StartCommand = z.infer<typeof startSchema>;
export type ScheduledStartCommand = z.infer<typeof scheduledStartSchema>;
export type CancelCommand = z.infer<typeof cancelSchema>;
export type RedriveCommand = z.infer<typeof redriveSchema>;
