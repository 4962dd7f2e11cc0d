import { LocalFailure } from '@glue-relay/local/local-failure';
import type { ExitCode } from './exit-code';
import { EXIT } from './exit-code';

/** The command was given what it cannot work with: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly remedy: string | null = 'see `npx relay --help`.',
  ) {
    super(message);
  }
}

/** The command could not do its work: exit code 1. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  constructor(
    message: string,
    readonly remedy: string | null = null,
  ) {
    super(message);
  }
}

/** A failure in words: for a terminal and, the same, for `--json`. */
export interface FailureReport {
  readonly exitCode: ExitCode;
  readonly kind: 'usage' | 'failed';
  readonly message: string;
  readonly remedy: string | null;
  readonly detail: string | null;
}

/** Tells any error in words; of one that nobody foresaw the message only, its stack with RELAY_DEBUG=1. */
export const reportOf = (error: unknown, debug: boolean): FailureReport => {
  if (error instanceof UsageError)
    return { exitCode: EXIT.usage, kind: 'usage', message: error.message, remedy: error.remedy, detail: null };
  if (error instanceof OperationError)
    return { exitCode: EXIT.failed, kind: 'failed', message: error.message, remedy: error.remedy, detail: null };
  if (error instanceof LocalFailure)
    return { exitCode: EXIT.failed, kind: 'failed', message: error.message, remedy: error.remedy, detail: error.detail || null };
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  if (isRefusedCredential(error))
    return {
      exitCode: EXIT.failed,
      kind: 'failed',
      message: `AWS does not take these credentials any more, or never did: ${message}`,
      remedy: SIGN_IN_AGAIN,
      detail: null,
    };
  if (lacksAwsSettings(error))
    return {
      exitCode: EXIT.failed,
      kind: 'failed',
      message,
      remedy: 'give `--profile` and `--region`, or set AWS_PROFILE and AWS_REGION.',
      detail: null,
    };
  return {
    exitCode: EXIT.failed,
    kind: 'failed',
    message: message || (error instanceof Error ? error.name : 'unknown error'),
    remedy: debug ? null : 'set RELAY_DEBUG=1 to see where it comes from.',
    detail: debug ? (stack ?? null) : null,
  };
};

/** Whether the AWS SDK found no region or no credentials. */
const lacksAwsSettings = (error: unknown): boolean =>
  error instanceof Error && (error.message === 'Region is missing' || error.name === 'CredentialsProviderError');

const REFUSED_CREDENTIALS: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'RequestExpired',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
]);

/**
 * Whether AWS refused the credentials themselves, or the SDK knows without asking that a session is over.
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide, "Common errors"; what @aws-sdk/token-providers and credential-provider-sso say
 */
const isRefusedCredential = (error: unknown): boolean =>
  error instanceof Error &&
  (REFUSED_CREDENTIALS.has(error.name) || (OF_PROVIDERS.has(error.name) && /\bSSO session\b|\bexpired\b/i.test(error.message)));

const OF_PROVIDERS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError']);

export const SIGN_IN_AGAIN =
  'sign in again (`aws sso login`, or new keys), or give another `--profile`; `aws sts get-caller-identity` tells who you are.';

/** A failure as the lines that a terminal gets. */
export const failureText = ({ message, remedy, detail }: FailureReport): string =>
  [
    `Error: ${message}`,
    ...(detail ? [detail.replaceAll(/^/gm, '  | ')] : []),
    ...(remedy ? [`What to do: ${remedy}`] : []),
    '',
  ].join('\n');

/** A failure as the document that `--json` prints. */
export const failureDocument = ({ kind, message, remedy, detail }: FailureReport): object => ({
  error: { kind, message, remedy, detail },
});
