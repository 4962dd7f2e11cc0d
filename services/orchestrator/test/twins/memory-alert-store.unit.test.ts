import type { Commit } from '../../src/ports';
import { describeAlertStore } from './alert-store-contract';
import { memoryAlertStore } from './memory-alert-store';
import { memoryStore } from './memory-store';

describeAlertStore('the twin', () => {
  const [runs, alerts] = [memoryStore(), memoryAlertStore()];
  const commit = async (given: Commit) => {
    if (given.before?.takenUpAt !== given.run.takenUpAt) alerts.add(given.run);
    return runs.commit(given);
  };
  return { runs: { ...runs, commit }, alerts };
});
