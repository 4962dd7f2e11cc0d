import * as z from 'zod';
import { billedSchema } from '../cost/job-run-cost';
import { stepKindSchema } from '../pipeline/step-definition';
import { stepStateSchema } from '../states';
import { stepResultSchema } from '../step-result';
import { causeSchema, exampleCause } from './cause';
import { defineEvent } from './define-event';

/** Orchestrator: a step of a run went from one state to another. `sequence` orders it within its run's journal. */
export const stepStateChange = defineEvent({
  source: 'relay.orchestrator',
  detailType: 'Step State Change',
  detail: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    pipeline: z.string(),
    sequence: z.number().int().positive(),
    step: z.string(),
    kind: stepKindSchema.default('glue-job'),
    /** Its Glue job; null of a step of another kind. */
    jobName: z.string().nullable(),
    state: stepStateSchema,
    previousState: stepStateSchema,
    /** Of the latest attempt, through all redrives; 0 before the first. */
    attempt: z.number().int().nonnegative(),
    /** Of its Glue job. */
    jobRunId: z.string().nullable(),
    at: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    /** How long it worked, once the attempt ended; of a job Glue's ExecutionTime. */
    executionSeconds: z.number().nonnegative().nullable(),
    /** What Glue bills of the attempt, once it ended; null where its size is not known. */
    billed: billedSchema.nullable().default(null),
    error: z.string().nullable(),
    /** What the attempt of another kind than a job came to, once it ended. */
    result: stepResultSchema.nullable().default(null),
    /** How often the run was taken up again after its end, before this. */
    redrives: z.number().int().nonnegative().default(0),
    /** What brought the change about; null of a change that was said before causes were. */
    cause: causeSchema.nullable().default(null),
  }),
  example: {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    pipeline: 'demand-forecast',
    sequence: 5,
    step: 'clean',
    kind: 'glue-job',
    jobName: 'relay-local-demand-forecast-clean',
    state: 'SUCCEEDED',
    previousState: 'RUNNING',
    attempt: 1,
    jobRunId: 'jr_abcdef0123456789',
    at: '2026-11-12T00:00:20.000Z',
    startedAt: '2026-11-12T00:00:03.000Z',
    endedAt: '2026-11-12T00:00:20.000Z',
    executionSeconds: 17,
    billed: { dpuSeconds: 120, executionClass: 'STANDARD' },
    error: null,
    result: null,
    redrives: 0,
    cause: exampleCause,
  },
});
export type StepStateChange = z.infer<typeof stepStateChange.detail>;
