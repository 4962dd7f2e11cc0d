import type { Notice, SendNotice } from '@glue-relay/shared/notices/notice';
import type { Watch } from './domain/notices/alerts';
import type { PipelineHealth } from './domain/notices/incident';
import type { NoticeMetric } from './domain/notices/metric-names';
import type { Place } from './domain/notices/run-notices';
import type { Millis, Run } from './domain/run';
import type { Clock } from './ports';

/** A message that has to be sent, by whoever holds the lease. */
export interface OwedNotice {
  readonly state: 'owed';
  readonly id: string;
  readonly notice: Notice;
  readonly leaseUntil: Millis;
}

/** What was decided about one end of a run or one alert: it never is decided again. `done` owes nothing (any more). */
export type NoticeRecord = OwedNotice | { readonly state: 'done'; readonly id: string };

/** A pipeline's health and the revision on which the next write of it depends. */
export interface KnownHealth {
  readonly revision: number;
  readonly health: PipelineHealth;
}

export interface HealthChange {
  readonly pipeline: string;
  /** The revision that this was decided upon; null where there was none. */
  readonly before: number | null;
  readonly after: KnownHealth;
}

/** What is decided about an end of a run or an alert, at a time. */
export interface NoticeChange {
  readonly health: HealthChange | null;
  readonly record: NoticeRecord | null;
  readonly at: Millis;
}

/** Health of pipelines and records of messages, in the orchestrator's table. Reads are strongly consistent. */
export interface NoticeStore {
  readonly healthOf: (pipeline: string) => Promise<KnownHealth | null>;
  readonly find: (id: string) => Promise<NoticeRecord | null>;
  /** All or nothing. False where the health is another by now, or the record is there already. */
  readonly commit: (change: NoticeChange) => Promise<boolean>;
  /** Takes over an owed message; false where another was faster. */
  readonly claim: (owed: OwedNotice, leaseUntil: Millis) => Promise<boolean>;
  /** Notes that the message was sent. */
  readonly confirm: (id: string) => Promise<void>;
}

/** Deadlines of runs and watches of pipelines, in the orchestrator's table. */
export interface AlertStore {
  /** Runs whose deadline has passed and was not looked at, the longest passed first; a listing, so a new one may be missing. */
  readonly deadlinesBefore: (time: Millis, limit: number) => Promise<readonly string[]>;
  /** The deadline before that time was looked at; false where another did so, and where a redrive has set a later one. */
  readonly dropDeadline: (runId: string, before: Millis) => Promise<boolean>;
  /** The pipeline's watch, begun now where there was none. */
  readonly watch: (pipeline: string, now: Millis) => Promise<Watch>;
  /** People were told of the stretch that began then; false where they had been. */
  readonly noteTold: (pipeline: string, stretch: Millis) => Promise<boolean>;
}

/** What telling people needs. */
export interface NoticePorts {
  readonly notices: NoticeStore;
  readonly loadRun: (runId: string) => Promise<Run | null>;
  readonly place: () => Promise<Place>;
  readonly send: SendNotice;
  readonly clock: Clock;
  readonly count: (metric: NoticeMetric) => void;
  readonly tell: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}
