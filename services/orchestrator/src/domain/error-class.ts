import type { ErrorClass } from '@glue-relay/shared/pipeline/step-definition';

/**
 * Class of an attempt that Glue ended as FAILED: the job's own doing. What such a job says of throttling is some service's
 * answer to its script and stays a job failure; only relay_job's JobDataError tells of data that will be no better.
 */
export const classOfFailure = (errorMessage: string | null): ErrorClass =>
  JOB_DATA_ERROR.test(errorMessage ?? '') ? 'data' : 'job-failure';

/** Class of an attempt that Glue ended as ERROR or EXPIRED: Glue's own doing, so that its words on quota are Glue's too. */
export const classOfPlatformEnd = (errorMessage: string | null): ErrorClass =>
  WANT_OF_QUOTA.test(errorMessage ?? '') ? 'throttling' : 'platform';

/** A message is `<class>: <text>`, where Glue classifies errors after `Error Category: ...; Failed Line Number: ...;`. */
const JOB_DATA_ERROR = /^(?:Error Category: [^;]*; ?)?(?:Failed Line Number: \d+; ?)?(?:\w+\.)*JobDataError\b/;

const WANT_OF_QUOTA =
  /\b(?:ThrottlingException|Rate exceeded|TooManyRequestsException|ResourceNumberLimitExceededException|ConcurrentRunsExceededException)\b/;
