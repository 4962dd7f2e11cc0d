/**
 * Who has queues, each named `relay-<stage>-<service>-<what>`, a dead-letter queue with `-dlq` at the end; `pipeline` stands for
 * the stacks of pipelines.
 */
export const SERVICES = ['ingest', 'orchestrator', 'metrics', 'status', 'pipeline'] as const;

export const DEAD_LETTERS_SUFFIX = '-dlq';

/** Names the service too: `relay-dev-` alone is also how the queues of a stage `dev-2` begin. */
export const serviceQueuePrefix = (stage: string, service: (typeof SERVICES)[number]): string => `relay-${stage}-${service}-`;
