import { useEffect, useState } from 'preact/hooks';
import { unexpected } from '../model/failure';
import type { Pace } from '../model/pace';
import { delayOf } from '../model/pace';
import type { Resource } from './resource';
import { ask, keptOf, Refused } from './resource';

/**
 * The answer to a question, asked again at a pace; a path of null asks nothing. Its type is taken on trust: the API's own tests hold its answers
 * against openapi.yml, and the page's tests hold its types against the same.
 *
 * @param paceOf - how soon this answer may be outdated
 */
export const useResource = <T>(path: string | null, paceOf: (data: T) => Pace): Resource<T> => {
  const [known, setKnown] = useState<{ readonly path: string | null } & Resource<T>>(() => initial(path));
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    // Until an answer tells: what is not there yet may come at any moment.
    let pace: Pace = 'live';
    const question = async (): Promise<void> => {
      clearTimeout(timer);
      try {
        const data = (await ask(path, stop.signal)) as T;
        failures = 0;
        pace = paceOf(data);
        setKnown((before) =>
          before.path === path && before.data === data && before.failure === null
            ? before
            : { path, data, failure: null, loading: false },
        );
      } catch (error) {
        if (stop.signal.aborted) return;
        failures += 1;
        const failure = error instanceof Refused ? error.failure : unexpected(error);
        setKnown((before) => ({
          path,
          data: before.path === path ? before.data : (keptOf(path) as T | null),
          failure,
          loading: false,
        }));
      }
      clearTimeout(timer);
      timer = setTimeout(question, delayOf(pace, { hidden: document.hidden, failures }));
    };
    const onVisible = (): void => {
      if (!document.hidden) void question();
    };
    setKnown((before) => (before.path === path ? before : initial(path)));
    void question();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [path]);
  return known.path === path ? known : initial(path);
};

const initial = <T>(path: string | null): { readonly path: string | null } & Resource<T> => {
  const data = path === null ? null : (keptOf(path) as T | null);
  return { path, data, failure: null, loading: path !== null && data === null };
};

/** Paces that do not depend on the answer. */
export const steady = (): Pace => 'steady';
export const slow = (): Pace => 'slow';
