import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../failures';
import type { ApiRequest, Sign } from './signing';

const ATTEMPTS = 4;
const FIRST_DELAY_MS = 200;
/** A little longer than API Gateway waits for a function. */
const TIMEOUT_MS = 32_000;
const TOO_MANY = 429;
const SERVER_ERROR = 500;

/** Sends a request, again where it may have been bad luck: what it asks for must bear that. */
export const request = async (asked: ApiRequest, sign: Sign, signal: AbortSignal): Promise<Response> => {
  const { method, url, body } = asked;
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    try {
      const response = await fetch(url, {
        method,
        headers: await sign(asked),
        ...(body === null ? {} : { body }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (isLast || (response.status !== TOO_MANY && response.status < SERVER_ERROR)) return response;
      await response.body?.cancel();
    } catch (error) {
      signal.throwIfAborted();
      if (isLast) throw new OperationError(`${url.href} cannot be reached: ${causeOf(error)}.`);
    }
    await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1), undefined, { signal });
  }
};

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};
