import { classOfFailure, classOfPlatformEnd } from '../../src/domain/error-class';

it.each([
  ['JobDataError: raw/a.csv has no column "sales"', 'data'],
  ['Error Category: UNCLASSIFIED_ERROR; Failed Line Number: 12; JobDataError: no rows', 'data'],
  ['relay_job.errors.JobDataError: no rows', 'data'],
  ['ValueError: caused by JobDataError: no rows', 'job-failure'],
  ['JobArgumentError: variant: expected classic', 'job-failure'],
  ['ClientError: An error occurred (ThrottlingException) when calling the PutItem operation', 'job-failure'],
  [null, 'job-failure'],
])('a job that failed with %j is of class %s', (message, expected) => {
  expect(classOfFailure(message)).toBe(expected);
});

it.each([
  ['ThrottlingException: Rate exceeded', 'throttling'],
  ['Rate exceeded (Service: AWSGlue; Status Code: 400)', 'throttling'],
  ['ResourceNumberLimitExceededException: max DPU reached', 'throttling'],
  ['Internal service error', 'platform'],
  [null, 'platform'],
])('a job run that Glue ended with %j is of class %s', (message, expected) => {
  expect(classOfPlatformEnd(message)).toBe(expected);
});
