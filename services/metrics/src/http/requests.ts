import { badRequest, ProblemError, problem } from '@glue-relay/shared/http/problem';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { ModelRule } from '@glue-relay/shared/pipeline/quality-rules';
import * as z from 'zod';
import type { ApiPorts } from '../ports';

const reason = z.string().min(1).max(500);
export const approveBody = z.strictObject({
  runId: z.string().min(1),
  model: z.string().min(1),
  /** May be left out where the run has one variant of the model. */
  variant: z.string().min(1).nullable().default(null),
  reason,
});
export const rollbackBody = z.strictObject({ reason });

const MOST_RUNS = 1_000;
const DEFAULT_RUNS = 5;
export const stabilityQuery = z.strictObject({
  runs: z.coerce.number().int().min(1).max(MOST_RUNS).default(DEFAULT_RUNS),
  metric: z.string().min(1).max(64).optional(),
});
export const historyQuery = z.strictObject({ runs: z.coerce.number().int().min(1).max(MOST_RUNS).default(MOST_RUNS) });
export const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(MOST_RUNS).default(20) });
export const costsQuery = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() });

/** @throws ProblemError (400) naming each parameter that is wrong */
export const readQuery = <Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> => {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  throw new ProblemError(
    badRequest(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`).join('; ')),
  );
};

/** @throws ProblemError (404) where the pipeline is not deployed */
export const mustFindPipeline = async (ports: Pick<ApiPorts, 'findPipeline'>, name: string): Promise<PipelineDefinition> => {
  const found = await ports.findPipeline(name);
  if (found) return found;
  throw new ProblemError(problem('unknown-pipeline', 404, `pipeline "${name}" is not deployed to this stage`));
};

/** @throws ProblemError (409) where the pipeline has no rule for its champion */
export const mustHaveRule = ({ pipeline, model }: PipelineDefinition): ModelRule => {
  if (model) return model;
  throw new ProblemError(problem('no-rule', 409, `pipeline "${pipeline}" has no champion: its pipeline.yml has no "model"`));
};
