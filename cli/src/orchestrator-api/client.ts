import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Context } from '../context';
import { stageApiOf } from '../stage-api/client';
import type { Target } from '../target';

const answerSchema = z.discriminatedUnion('outcome', [
  z.looseObject({ outcome: z.literal('done'), runId: z.string() }),
  z.looseObject({ outcome: z.literal('nothing-to-do'), runId: z.string(), reason: z.string() }),
]);
/** What became of a command that was not refused. */
export type Answer = z.infer<typeof answerSchema>;

const decidedSchema = z.discriminatedUnion('action', [
  z.looseObject({ action: z.literal('start') }),
  z.looseObject({ action: z.literal('redrive'), runId: z.string() }),
  z.looseObject({ action: z.literal('leave'), reason: z.string() }),
]);
const itemSchema = z.looseObject({
  key: z.string(),
  versionId: z.string().nullable(),
  lastModified: z.string(),
  decided: decidedSchema,
  answer: z
    .union([answerSchema, z.looseObject({ outcome: z.literal('refused'), ground: z.string(), reason: z.string() })])
    .nullable(),
});
/** What a backfill did about one object, or would do. */
export type BackfillItem = z.infer<typeof itemSchema>;
const pageSchema = z.looseObject({ items: z.array(itemSchema), next: z.string().nullable() });
export type BackfillPage = z.infer<typeof pageSchema>;

export interface StartRequest {
  readonly pipeline: string;
  readonly key: string;
  readonly versionId: string | null;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface BackfillRequest {
  readonly pipeline: string;
  readonly prefix: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly reprocess: 'none' | 'failed' | 'all';
  readonly parameters: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly limit: number;
  readonly after: string | null;
}

/** What the orchestrator may be asked to do. */
export interface OrchestratorApi {
  start(request: StartRequest): Promise<Answer>;
  cancel(runId: string, reason: string): Promise<Answer>;
  redrive(runId: string, request: { readonly from: string | null; readonly definition: 'run' | 'latest' }): Promise<Answer>;
  /** One page; @param id - the same for all pages, and for a repeat of the whole */
  backfill(id: string, request: BackfillRequest): Promise<BackfillPage>;
}

/** The orchestrator's API of a target. Each command goes out under a key of its own, so that sending it again is safe. */
export const orchestratorApiOf = async (context: Context, target: Target): Promise<OrchestratorApi> => {
  const { post } = await stageApiOf(context, target, 'orchestrator');
  const pathOf = (runId: string, command: string): string => `/runs/${encodeURIComponent(runId)}/${command}`;
  return {
    start: (request) => post('/runs', request, randomUUID(), answerSchema),
    cancel: (runId, reason) => post(pathOf(runId, 'cancel'), { reason }, randomUUID(), answerSchema),
    redrive: (runId, request) => post(pathOf(runId, 'redrive'), request, randomUUID(), answerSchema),
    backfill: (id, request) => post('/backfills', request, id, pageSchema),
  };
};
