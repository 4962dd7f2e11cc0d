import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import type { Change } from './domain/changes';
import type { CostBucket } from './domain/cost-report';
import type { ProjectionMark } from './domain/entities';
import type { QueueDepth } from './domain/health';
import type { List } from './domain/lists';
import type { Place } from './domain/places';
import type { MetricName } from './metric-names';

/** What came of a change: made, or not since what is there is newer or the same; `kept` where it was made without a look at that. */
export type Applied = 'applied' | 'stale' | 'kept';

/** Makes changes of different places, each by itself: for each, in their order, what came of it or why it failed. Never rejects. */
export type ApplyChanges = (changes: readonly Change[]) => Promise<readonly PromiseSettledResult<Applied>[]>;

/** Keeps how far the read model is. */
export type MarkProjection = (mark: ProjectionMark) => Promise<void>;

/** An entity as it is kept: its id in its collection, and its value. */
export interface Kept {
  readonly id: string;
  readonly value: unknown;
}

/** A part of a collection, in the order of ids or against it; all of it where there is no limit. */
export interface CollectionQuery {
  readonly collection: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}

/** A page of a list, the newest first: what comes before an order. */
export interface ListQuery {
  readonly list: List;
  readonly before: string | null;
  readonly limit: number;
}

export interface ListPage {
  readonly lines: readonly { readonly order: string; readonly line: unknown }[];
  readonly hasMore: boolean;
}

/** The reading side of the read model. Each call is one read of the table, or a page after the other where nothing limits it. */
export interface ReadModel {
  readonly find: (place: Place) => Promise<unknown>;
  readonly read: (query: CollectionQuery) => Promise<readonly Kept[]>;
  readonly list: (query: ListQuery) => Promise<ListPage>;
  /** @param month - a day in it */
  readonly costs: (month: string) => Promise<readonly CostBucket[]>;
}

/** The deployed pipelines by name. */
export type Definitions = () => Promise<ReadonlyMap<string, PipelineDefinition>>;

/** How many messages wait in the projection's queue, and in every dead-letter queue of the stage. */
export type Depths = () => Promise<{ readonly waiting: number; readonly deadLetters: readonly QueueDepth[] }>;

/** The text of an object that a job wrote; undefined where there is none, `too-large` where it is beyond what is read. */
export type ReadPrediction = (key: string) => Promise<string | 'too-large' | undefined>;

export type Clock = () => number;
export type Count = (name: MetricName) => void;
export type Tell = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface ProjectionPorts {
  readonly applyChanges: ApplyChanges;
  readonly count: Count;
  readonly tell: Tell;
}

export interface QueryPorts {
  readonly readModel: ReadModel;
  readonly definitions: Definitions;
  readonly depths: Depths;
  readonly readPrediction: ReadPrediction;
  readonly clock: Clock;
}
