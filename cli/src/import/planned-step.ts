import type { GlueAction, GlueTrigger } from './export-schema';

/** What a trigger's action becomes: a step that waits for others by the trigger's predicate. */
export interface PlannedStep {
  readonly name: string;
  readonly action: GlueAction;
  readonly after: readonly { readonly step: string; readonly on: 'success' | 'failure' | 'always' }[];
  readonly fanIn: 'all' | 'any';
}

/** A step whose conditions are still those of its trigger. */
export interface OpenStep {
  readonly name: string;
  readonly action: GlueAction;
  readonly trigger: GlueTrigger;
  /** Whether it begins the run. */
  readonly starts: boolean;
}

/** Job or crawler of an action or a condition, as one text. */
export const workOf = ({ JobName, CrawlerName }: Pick<GlueAction, 'JobName' | 'CrawlerName'>): string =>
  JobName ?? CrawlerName ?? '';
