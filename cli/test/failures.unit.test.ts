import { failureText, reportOf } from '../src/failures';

it.each([
  ['Region is missing', 'Error'],
  ['Could not load credentials from any providers', 'CredentialsProviderError'],
])('says what to set where the AWS SDK says "%s"', (message, name) => {
  const report = reportOf(Object.assign(new Error(message), { name }), false);
  expect(report.exitCode).toBe(1);
  expect(failureText(report)).toContain(message);
  expect(report.remedy).toContain('AWS_PROFILE');
});
