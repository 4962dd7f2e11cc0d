import type { PipelineDefinition, Step } from '../api/types';
import { stateLabel } from './state';

/** What a step of a pipeline runs: the name of its job or crawler; a gate runs nothing. */
export const runsOf = (step: PipelineDefinition['steps'][number]): string => {
  switch (step.kind) {
    case 'glue-job':
      return step.jobName;
    case 'crawler':
      return step.crawlerName;
    case 'gate':
      return 'nothing: it waits for a decision';
  }
};

/** What goes with a step's name: `crawler, after clean`; a job is the rule and not named. */
export const originOf = ({ kind, after }: Pick<Step, 'kind' | 'after'>): string =>
  [...(kind === 'glue-job' ? [] : [kind]), ...(after.length > 0 ? [`after ${after.join(', ')}`] : [])].join(', ');

/** What an attempt came to that is no job; null where there is nothing to say. */
export const resultOf = (result: Step['result']): string | null => {
  switch (result?.kind) {
    case undefined:
      return null;
    case 'crawl':
      return `Tables: ${changesOf(result.tables)}. Partitions: ${changesOf(result.partitions)}.`;
    case 'champion':
      return `${stateLabel(result.outcome)}: ${result.model}. ${result.reason}`;
  }
};

const changesOf = (changes: { readonly created: number; readonly updated: number; readonly deleted: number }): string =>
  Object.entries(changes)
    .filter(([, count]) => count > 0)
    .map(([change, count]) => `${count} ${change}`)
    .join(', ') || 'no change';
