import type { StartAnswer } from '../../step-kinds';

/**
 * Glue has no room now, and surely did not start anything: a crawler crawls once at a time.
 * Source: docs.aws.amazon.com/glue/latest/webapi/API_StartJobRun.html, API_StartCrawler.html
 */
const NO_ROOM: ReadonlySet<string> = new Set([
  'ConcurrentRunsExceededException',
  'CrawlerRunningException',
  'CrawlerStoppingException',
  'ResourceNumberLimitExceededException',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/** Glue will not start this however often it is asked. */
const REFUSED: ReadonlySet<string> = new Set([
  'InvalidInputException',
  'ValidationException',
  'EntityNotFoundException',
  'AccessDeniedException',
  'IllegalSessionStateException',
]);

/**
 * What a failed StartJobRun or StartCrawler means. A server error, a timeout and a broken connection leave open whether the run started,
 * so the attempt is searched for before the next try.
 *
 * @throws the error itself where it is none of Glue's, for that is a bug
 */
export const startAnswerOf = (error: unknown): StartAnswer => {
  if (!(error instanceof Error)) throw error;
  const message = `${error.name}: ${error.message}`;
  if (NO_ROOM.has(error.name)) return { type: 'no-capacity', message, mayHaveStarted: false };
  if (REFUSED.has(error.name)) return { type: 'refused', message };
  if (isServerSide(error) || isConnection(error)) return { type: 'no-capacity', message, mayHaveStarted: true };
  throw error;
};

const isServerSide = (error: Error): boolean =>
  ('$fault' in error && error.$fault === 'server') ||
  error.name === 'OperationTimeoutException' ||
  error.name === 'InternalServiceException' ||
  (('$metadata' in error && (error.$metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode) || 0) >= 500;

const isConnection = (error: Error): boolean =>
  error.name === 'TimeoutError' || error.name === 'AbortError' || ('code' in error && typeof error.code === 'string');
