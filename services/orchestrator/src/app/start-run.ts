import type { Dataset, Parameters } from '@glue-relay/shared/dataset';
import type { ScheduledStartCommand, StartCommand } from '@glue-relay/shared/events/run-command';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import type { Schedule } from '@glue-relay/shared/pipeline/schedule';
import { commandRunIdOf } from '@glue-relay/shared/run-id';
import type { CommandAnswer } from '../domain/commands';
import { causeOf, recordOf, refused } from '../domain/commands';
import { createRun } from '../domain/create-run';
import { takes, whatIsTaken } from '../domain/input';
import type { Millis } from '../domain/run';
import { beginRun } from './begin-run';
import type { CommandPorts } from './execute-command';

/** What a run is started with; it runs `alone` where it is to be skipped while another is active. */
interface Start {
  readonly definition: PipelineDefinition;
  readonly dataset: Dataset;
  readonly parameters: Parameters;
  readonly runId: string;
  readonly alone: boolean;
  /** The one moment of the start: its run id, times and record all have it. */
  readonly now: Millis;
}

/** Starts a run of a file that somebody names; null where another came between. */
export const start = async (ports: CommandPorts, command: StartCommand): Promise<CommandAnswer | null> => {
  const definition = await ports.pipeline(command.pipeline);
  if (!definition) return unknownPipeline(command.pipeline);
  const { key, versionId } = command.dataset;
  const dataset = await namedFile(ports, definition, key, versionId);
  if ('outcome' in dataset) return dataset;
  const now = ports.clock();
  const runId = commandRunIdOf(command.idempotencyKey, now);
  return begin(ports, command, { definition, dataset, parameters: command.parameters, runId, alone: false, now });
};

/**
 * Starts the run that a pipeline's schedule is due to start, by what its definition says now; null where another came between.
 * While another run is active it is made and SKIPPED, unless the schedule says to queue it.
 */
export const startScheduled = async (ports: CommandPorts, command: ScheduledStartCommand): Promise<CommandAnswer | null> => {
  const definition = await ports.pipeline(command.pipeline);
  if (!definition) return unknownPipeline(command.pipeline);
  const { schedule } = definition;
  if (!schedule) return refused('bad-request', `pipeline "${command.pipeline}" has no schedule any more`);
  const now = ports.clock();
  const runId = commandRunIdOf(command.idempotencyKey, now);
  const dataset = await scheduledFile(ports, definition, schedule.input, runId);
  if ('outcome' in dataset) return dataset;
  return begin(ports, command, {
    definition,
    dataset,
    parameters: schedule.parameters,
    runId,
    alone: schedule.whenActive === 'skip',
    now,
  });
};

const begin = async (
  ports: CommandPorts,
  command: StartCommand | ScheduledStartCommand,
  { definition, dataset, parameters: given, runId, alone, now }: Start,
): Promise<CommandAnswer | null> => {
  const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const parameters = resolveParameters(definition.parameters, texts);
  if (!parameters.ok) return refused('bad-request', parameters.faults.join('; '));
  const accepted = { runId, dataset, parameters: parameters.values, acceptedAt: new Date(now).toISOString() };
  const created = createRun(accepted, definition, null, now, causeOf(command));
  const record = recordOf(command, { outcome: 'done', runId }, now);
  const outcome = await beginRun(ports, { created, seen: [], also: () => ({ command: record }), alone }, causeOf(command));
  return outcome === 'committed' ? record.answer : null;
};

const scheduledFile = async (
  ports: CommandPorts,
  definition: PipelineDefinition,
  input: Schedule['input'],
  runId: string,
): Promise<Dataset | CommandAnswer> => {
  if (input === 'none') return ports.writeEmptyList(definition.pipeline, runId);
  if (input !== 'latest') return namedFile(ports, definition, input.key, null);
  const newest = await newestFile(ports, definition);
  return newest ?? refused('unknown-object', `there is no file yet: ${whatIsTaken(definition)}`);
};

const namedFile = async (
  ports: CommandPorts,
  definition: PipelineDefinition,
  key: string,
  versionId: string | null,
): Promise<Dataset | CommandAnswer> => {
  if (!takes(definition, key)) return refused('bad-request', `${key} is no input: ${whatIsTaken(definition)}`);
  const dataset = await ports.dataset(key, versionId);
  if (!dataset)
    return refused(
      'unknown-object',
      `there is no ${key}${versionId === null ? '' : ` in version ${versionId}`} in the data bucket`,
    );
  return dataset.size === 0 ? refused('bad-request', `${key} is empty`) : dataset;
};

/** The file that was written last of those that the pipeline takes; of several of one second the last by name. */
const newestFile = async (ports: CommandPorts, definition: PipelineDefinition): Promise<Dataset | null> => {
  let newest: Dataset | null = null;
  let after: string | null = null;
  do {
    const { datasets, next } = await ports.list(definition.input.prefix, after);
    for (const dataset of datasets)
      if (dataset.size > 0 && takes(definition, dataset.key) && (newest === null || dataset.lastModified >= newest.lastModified))
        newest = dataset;
    after = next;
  } while (after !== null);
  return newest;
};

const unknownPipeline = (pipeline: string): CommandAnswer =>
  refused('unknown-pipeline', `pipeline "${pipeline}" is not deployed to this stage`);
