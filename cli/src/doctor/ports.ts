/** A resource as its stack lists it. */
export interface StackResource {
  readonly stack: string;
  /** Like `AWS::Events::Rule`. */
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

export interface Stack {
  readonly name: string;
  readonly status: string;
  readonly resources: readonly StackResource[];
}

export interface RuleState {
  readonly name: string;
  readonly enabled: boolean;
  readonly targets: readonly { readonly arn: string; readonly deadLettersArn: string | null }[];
}

export interface ScheduleState {
  readonly name: string;
  readonly enabled: boolean;
  readonly targetArn: string;
}

export interface QueueState {
  readonly name: string;
  readonly arn: string;
  readonly depth: number;
  readonly deadLettersArn: string | null;
}

export interface JobState {
  readonly name: string;
  readonly maxConcurrentRuns: number;
  readonly maxRetries: number;
  readonly maxDpus: number;
  /** Keys of the objects in the data bucket that it runs. */
  readonly code: readonly string[];
}

/** An account's limits on Glue. */
export interface GlueQuotas {
  readonly concurrentRuns: number | null;
  readonly dpus: number | null;
}

/** A stage as it is deployed. Every call only reads; null where the thing is not there. */
export interface StagePorts {
  readonly stack: (name: string) => Promise<Stack | null>;
  readonly parameters: () => Promise<ReadonlyMap<string, string>>;
  /** On a bus of its own, or where `bus` is null on the default bus or the stage's. */
  readonly rule: (name: string, bus: string | null) => Promise<RuleState | null>;
  readonly schedule: (name: string) => Promise<ScheduleState | null>;
  readonly queues: () => Promise<readonly QueueState[]>;
  readonly hasFunction: (arn: string) => Promise<boolean>;
  /** Event source mapping, by its id: whether it is enabled. */
  readonly source: (id: string) => Promise<{ readonly enabled: boolean; readonly function: string } | null>;
  readonly job: (name: string) => Promise<JobState | null>;
  readonly hasCrawler: (name: string) => Promise<boolean>;
  readonly hasObject: (bucket: string, key: string) => Promise<boolean>;
  readonly bucket: (name: string) => Promise<{ readonly announces: boolean; readonly versioned: boolean } | null>;
  /** Null where the stage has no quotas, which is the local cloud. */
  readonly quotas: () => Promise<GlueQuotas | null>;
  /** Whether a function has logged anything since a time. */
  readonly hasLogged: (functionName: string, since: Date) => Promise<boolean>;
  /** The time that the stage's servers have; null where they do not say. */
  readonly serverTime: () => Promise<Date | null>;
}

/** What the checks look at. */
export interface Look {
  readonly stage: string;
  readonly ports: StagePorts;
  /** Those that are there. */
  readonly stacks: readonly Stack[];
  readonly now: () => Date;
}

/** Physical ids of all resources of a type, with the stacks that they belong to. */
export const resourcesOf = ({ stacks }: Pick<Look, 'stacks'>, type: string): StackResource[] =>
  stacks.flatMap(({ resources }) => resources.filter((resource) => resource.type === type));

/** Deploys a stack again, which puts back what was taken away by hand. */
export const redeploy = (stack: string): string => `deploy its stack again (${stack}); a change made by hand is a drift of it`;
