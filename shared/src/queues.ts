/** Services with queues, each named `relay-<stage>-<service>-<what>`, a dead-letter queue with `-dlq` at the end. */
export const SERVICES = ['ingest', 'orchestrator', 'metrics', 'status'] as const;

export const DEAD_LETTERS_SUFFIX = '-dlq';

/** Names the service too: `relay-dev-` alone is also how the queues of a stage `dev-2` begin. */
export const serviceQueuePrefix = (stage: string, service: (typeof SERVICES)[number]): string => `relay-${stage}-${service}-`;
