import type { Problem } from '@glue-relay/shared/http/problem';
import { problem } from '@glue-relay/shared/http/problem';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { CommandAnswer } from '../domain/commands';
import { whatIsTaken } from '../domain/input';

type Refusal = Extract<CommandAnswer, { outcome: 'refused' }>;

/** HTTP's status for each ground of a refusal. */
const STATUSES: Readonly<Record<Refusal['ground'], number>> = {
  'unknown-run': 404,
  'unknown-pipeline': 404,
  'unknown-object': 404,
  'bad-request': 400,
  'unfit-state': 409,
  'key-reused': 409,
};

/** A refused command as problem details. */
export const problemOf = ({ ground, reason }: Refusal): Problem => problem(ground, STATUSES[ground], reason);

export const unknownPipeline = (name: string): Problem =>
  problem('unknown-pipeline', 404, `pipeline "${name}" is not deployed to this stage`);

export const noInputUnder = (prefix: string, definition: PipelineDefinition): Problem =>
  problem('bad-request', 400, `no input is under ${prefix}: ${whatIsTaken(definition)}`);

export const contended = (): Problem =>
  problem('contended', 503, 'Others changed the same run all the time. Send the request again, with the same Idempotency-Key.');

/** The command is committed; what it owes is owed until a wake-up or the sweep has done it. */
export const unfinished = (): Problem =>
  problem(
    'unfinished',
    503,
    'The command is recorded, but not all that it leads to could be done yet; it is tried again without you. ' +
      'Send the request again, with the same Idempotency-Key, for its answer.',
  );

/** What is named where a route is not found. */
export const ROUTES = 'POST /runs, POST /runs/{runId}/cancel, POST /runs/{runId}/redrive and POST /backfills';
