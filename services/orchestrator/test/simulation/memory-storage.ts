import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { filedBy } from '../../src/domain/filing';
import { saying } from '../../src/domain/journal-items';
import type { Commit, RunStore } from '../../src/ports';
import type { Item } from '../twins/aws/operands';
import { memoryAlertStore } from '../twins/memory-alert-store';
import { memoryNoticeStore } from '../twins/memory-notice-store';
import { memoryStore } from '../twins/memory-store';
import { PortCall } from './port-call';
import type { Storage, StorageOptions, Stores } from './storage';
import type { Call } from './workers';

/** Twins of the stores themselves: a third of the time of the adapters over a twin of DynamoDB. */
export const memoryStorage = ({ parameters, onRun, onJournal }: StorageOptions): Storage => {
  const runs = memoryStore();
  const notices = memoryNoticeStore();
  const alerts = memoryAlertStore();

  /** Documents are immutable: one deploy is read once. */
  const definitions = new Map<string, PipelineDefinition>();
  const definitionIn = (text: string): PipelineDefinition => {
    const definition: PipelineDefinition = definitions.get(text) ?? JSON.parse(text);
    definitions.set(text, definition);
    return definition;
  };

  const commit = async (given: Commit) => {
    const outcome = await runs.commit(given);
    if (outcome !== 'committed') return outcome;
    if (given.before?.takenUpAt !== given.run.takenUpAt) alerts.add(given.run);
    if (given.journal.length > 0) onJournal(newsOf(given));
    onRun(given.run);
    return outcome;
  };
  const stores: Stores = {
    runs: { ...runs, commit },
    notices,
    alerts,
    listPipelines: async () =>
      new Map([...parameters.values()].map(definitionIn).map((definition) => [definition.pipeline, definition])),
  };
  return {
    storesOf: (call) => throughCalls(stores, call),
    books: {
      runs: runs.runs,
      journalOf: runs.journalOf,
      commands: runs.commands,
      permits: runs.permits,
      notices: notices.records,
      occupied: runs.occupied,
      healthOf: notices.healthNow,
      watchOf: alerts.watchOf,
      deadlineOf: alerts.deadlineOf,
    },
  };
};

/** The item by which the stream brings a commit's entries, as far as its reader looks at it. */
const newsOf = (commit: Commit): Item => {
  const { run, journal } = commit;
  const entries = filedBy(commit);
  const pk = `RUN#${run.runId}`;
  return run.unfiled.length > 0
    ? { pk, sk: 'RUN', run: { unfiled: run.unfiled }, ...saying(journal) }
    : { pk, sk: `JOURNAL#${entries[0]?.sequence}`, entries, ...saying(journal) };
};

/** Every method of the stores as a call of a worker. */
const throughCalls = (stores: Stores, call: Call): Stores => {
  const through =
    <Given extends readonly unknown[], Answer>(name: string, real: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      const port = new PortCall(name, () => real(...given));
      await call(port, () => port.takeEffect());
      return port.answer();
    };
  const { runs, notices, alerts } = stores;
  const faultyRuns: RunStore = {
    load: through('load', runs.load),
    commit: through('commit', runs.commit),
    newestOf: through('newestOf', runs.newestOf),
    commandOf: through('commandOf', runs.commandOf),
    recordCommand: through('recordCommand', runs.recordCommand),
    permitStart: through('permitStart', runs.permitStart),
    queueOf: through('queueOf', runs.queueOf),
    releaseSlot: through('releaseSlot', runs.releaseSlot),
    dueRuns: through('dueRuns', runs.dueRuns),
    sweptAt: through('sweptAt', runs.sweptAt),
    noteSwept: through('noteSwept', runs.noteSwept),
    pipelines: through('pipelines', runs.pipelines),
  };
  return {
    runs: faultyRuns,
    notices: {
      healthOf: through('healthOf', notices.healthOf),
      find: through('find', notices.find),
      commit: through('commit', notices.commit),
      claim: through('claim', notices.claim),
      confirm: through('confirm', notices.confirm),
    },
    alerts: {
      deadlinesBefore: through('deadlinesBefore', alerts.deadlinesBefore),
      dropDeadline: through('dropDeadline', alerts.dropDeadline),
      watch: through('watch', alerts.watch),
      noteTold: through('noteTold', alerts.noteTold),
    },
    listPipelines: through('listPipelines', stores.listPipelines),
  };
};
