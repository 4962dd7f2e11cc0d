import type { Failure } from '../model/failure';
import { failureOf, UNREACHABLE } from '../model/failure';

/** What is known of an answer. `data` stays while a newer one is asked for, and when asking fails. */
export interface Resource<T> {
  readonly data: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

interface Kept {
  readonly etag: string | null;
  readonly data: unknown;
}

/** Answers by path, so that a place seen before shows at once. */
const kept = new Map<string, Kept>();
const MOST_KEPT = 200;

/** What is kept of a path's answer. */
export const keptOf = (path: string): unknown => kept.get(path)?.data ?? null;

/** @throws Refused */
export const ask = async (path: string, signal: AbortSignal): Promise<unknown> => {
  const before = kept.get(path);
  const response = await answer(path, before?.etag ?? null, signal);
  if (response.status === 304 && before) return before.data;
  const body = await parsed(response);
  if (!response.ok) throw new Refused(failureOf(response.status, body));
  keep(path, { etag: response.headers.get('etag'), data: body });
  return body;
};

const answer = async (path: string, etag: string | null, signal: AbortSignal): Promise<Response> => {
  try {
    return await fetch(path, { signal, cache: 'no-store', headers: etag === null ? {} : { 'if-none-match': etag } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refused(UNREACHABLE);
  }
};

const parsed = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    if (response.ok)
      throw new Refused({
        ...UNREACHABLE,
        kind: 'fault',
        title: 'The answer is not JSON',
        detail: `${response.url} is not the status API.`,
      });
    return null;
  }
};

const keep = (path: string, entry: Kept): void => {
  kept.delete(path);
  kept.set(path, entry);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
};

/** An answer that is none. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly failure: Failure) {
    super(failure.title);
  }
}
