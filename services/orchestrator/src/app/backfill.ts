import type { Dataset, Parameters } from '@glue-relay/shared/dataset';
import type { RunCommand } from '@glue-relay/shared/events/run-command';
import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { runIdOf } from '@glue-relay/shared/run-id';
import type { BackfillAction, KnownRun, Selection } from '../domain/backfill';
import { decideBackfill, isSelected } from '../domain/backfill';
import type { CommandAnswer } from '../domain/commands';
import { listedPrefix } from '../domain/input';
import type { CommandPorts } from './execute-command';
import { executeCommand } from './execute-command';
import { tellCommand } from './tell-command';

/** Runs for what lies in the bucket already, under an id that makes a repeat do nothing twice. */
export interface Backfill extends Selection {
  readonly id: string;
  readonly requestedBy: string;
  readonly pipeline: string;
  readonly parameters: Parameters;
  readonly dryRun: boolean;
  /** Most objects that one call does something about. */
  readonly limit: number;
  /** The key after which to go on. */
  readonly after: string | null;
}

/** What became of one object; on a dry run what would. */
export interface BackfillItem {
  readonly key: string;
  readonly versionId: string | null;
  readonly lastModified: string;
  readonly decided: BackfillAction;
  /** Null where nothing was done. */
  readonly answer: CommandAnswer | null;
}

export interface BackfillPage {
  readonly items: readonly BackfillItem[];
  /** The key after which the next call goes on; null where all is done. */
  readonly next: string | null;
}

/** Objects whose runs are looked up at once. */
const LOOK_UPS = 20;

/**
 * One part of a backfill: no more than a page of the listing and `limit` commands, so that a call ends in time. The commands go
 * one after another: runs of one pipeline would only contend for its slots.
 */
export const backfill = async (ports: CommandPorts, definition: PipelineDefinition, asked: Backfill): Promise<BackfillPage> => {
  const { datasets, next } = await ports.list(listedPrefix(definition, asked.prefix), asked.after);
  const selected = datasets.filter((dataset) => isSelected(definition, asked, dataset));
  const items: BackfillItem[] = [];
  let done = 0;
  for (let at = 0; at < selected.length; at += LOOK_UPS) {
    const some = selected.slice(at, at + LOOK_UPS);
    const known = await Promise.all(some.map((dataset) => knownRunOf(ports, asked.pipeline, dataset)));
    for (const [index, dataset] of some.entries()) {
      const decided = decideBackfill(asked.pipeline, asked.reprocess, known[index] ?? null);
      if (decided.action !== 'leave') {
        if (done === asked.limit) return { items, next: items.at(-1)?.key ?? asked.after };
        done += 1;
      }
      const command = asked.dryRun ? null : commandOf(asked, dataset, decided, known[index] ?? null);
      const { key, versionId, lastModified } = dataset;
      items.push({ key, versionId, lastModified, decided, answer: command && (await execute(ports, command)) });
    }
  }
  return { items, next };
};

const execute = async (ports: CommandPorts, command: RunCommand): Promise<CommandAnswer> => {
  const answer = await executeCommand(ports, command);
  tellCommand(ports.telemetry, command, answer);
  return answer;
};

/** The run that the object's arrival led to, else the one that an earlier backfill made where there was none. */
const knownRunOf = async (ports: CommandPorts, pipeline: string, dataset: Dataset): Promise<KnownRun | null> => {
  const arrived = await ports.store.load(runIdOf(dataset));
  const made = arrived ? null : await ports.store.commandOf(firstRunKey(pipeline, dataset));
  const run = arrived ?? (made ? await ports.store.load(made.answer.runId) : null);
  return run && { runId: run.runId, pipeline: run.definition.pipeline, state: run.status.state };
};

/** The same for every backfill, so that no two of them make the missing run of one object. */
const firstRunKey = (pipeline: string, dataset: Dataset): string => `backfill/${pipeline}/${runIdOf(dataset)}`;

const commandOf = (asked: Backfill, dataset: Dataset, decided: BackfillAction, known: KnownRun | null): RunCommand | null => {
  const { id, requestedBy, pipeline, parameters } = asked;
  const common = { schemaVersion: 1, requestedBy } as const;
  const ownKey = `backfill/${id}/${runIdOf(dataset)}`;
  switch (decided.action) {
    case 'start': {
      const { key, versionId } = dataset;
      const idempotencyKey = known ? ownKey : firstRunKey(pipeline, dataset);
      return { ...common, type: 'start', idempotencyKey, pipeline, dataset: { key, versionId }, parameters };
    }
    case 'redrive':
      return { ...common, type: 'redrive', idempotencyKey: ownKey, runId: decided.runId, from: null, definition: 'latest' };
    case 'leave':
      return null;
  }
};
