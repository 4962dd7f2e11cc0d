/** Names under which S3 refuses a write whose condition does not hold. Source: docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const LOST_RACE: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);

/** Whether a conditional write failed because another came first. */
export const isLostRace = (error: unknown): boolean => error instanceof Error && LOST_RACE.has(error.name);
