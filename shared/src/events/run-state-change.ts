import * as z from 'zod';
import { datasetSchema, exampleDataset, parametersSchema } from '../dataset';
import { stepKindSchema } from '../pipeline/step-definition';
import { runStateSchema } from '../states';
import { causeSchema, exampleCause } from './cause';
import { defineEvent } from './define-event';

/**
 * Orchestrator: a run went from one state to another. It carries the run as it is after the change, and `sequence`,
 * its place in the run's journal: of two events of one run the higher is the newer, whatever the order of arrival.
 */
export const runStateChange = defineEvent({
  source: 'relay.orchestrator',
  detailType: 'Run State Change',
  detail: z.object({
    schemaVersion: z.literal(1),
    runId: z.string(),
    pipeline: z.string(),
    sequence: z.number().int().positive(),
    state: runStateSchema,
    previousState: runStateSchema.nullable(),
    at: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    dataset: datasetSchema,
    parameters: parametersSchema,
    /** The pipeline's steps in the order of their definition. */
    steps: z.array(
      z.object({
        step: z.string(),
        kind: stepKindSchema.default('glue-job'),
        /** Null of a step that is no Glue job. */
        jobName: z.string().nullable(),
        after: z.array(z.string()),
      }),
    ),
    /** Why the run is where it is, in words for its user; null where nothing went wrong. */
    error: z.string().nullable(),
    /** The run of the newer version of its key, where the run is SUPERSEDED. */
    supersededBy: z.string().nullable().default(null),
    /** How often the run was taken up again after its end. */
    redrives: z.number().int().nonnegative().default(0),
    /** Content hash of the pipeline's file and scripts that the run keeps to. */
    codeVersion: z.string().nullable().default(null),
    /** What brought the change about; null of a change that was said before causes were. */
    cause: causeSchema.nullable().default(null),
  }),
  example: {
    schemaVersion: 1,
    runId: '20261112T000000Z-3f2a9c41d07b',
    pipeline: 'demand-forecast',
    sequence: 2,
    state: 'RUNNING',
    previousState: 'QUEUED',
    at: '2026-11-12T00:00:02.000Z',
    createdAt: '2026-11-12T00:00:01.500Z',
    startedAt: '2026-11-12T00:00:02.000Z',
    endedAt: null,
    dataset: exampleDataset,
    parameters: { tuned: false, variant: 'classic' },
    steps: [
      { step: 'clean', kind: 'glue-job', jobName: 'relay-local-demand-forecast-clean', after: [] },
      { step: 'features', kind: 'glue-job', jobName: 'relay-local-demand-forecast-features', after: ['clean'] },
    ],
    error: null,
    supersededBy: null,
    redrives: 0,
    codeVersion: '5f2a9c41d07b',
    cause: exampleCause,
  },
});
export type RunStateChange = z.infer<typeof runStateChange.detail>;
