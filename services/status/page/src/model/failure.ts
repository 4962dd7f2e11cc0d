/** Why an answer is not there, in words for a person. */
export interface Failure {
  readonly kind: 'unreachable' | 'unauthorised' | 'not-found' | 'refused' | 'fault';
  readonly title: string;
  readonly detail: string;
  /** What to do about it; empty where nothing can be done. */
  readonly remedy: string;
  /** Stable type of the problem, where the service gave one. */
  readonly type: string;
}

export const UNREACHABLE: Failure = {
  kind: 'unreachable',
  title: 'The status API does not answer',
  detail: 'The network is down, or whatever serves this page has stopped.',
  remedy:
    'This page tries again by itself. If you opened it with "relay page", see whether that command still runs; on the local cloud, "npx relay up" starts it.',
  type: '',
};

/** What the page itself could not cope with. */
export const unexpected = (error: unknown): Failure => ({
  kind: 'fault',
  title: 'The page cannot show this answer',
  detail: String(error),
  remedy: 'Load the page again; if it stays, page and API are of different versions.',
  type: '',
});

const SIGN_IN =
  'Open the page with "npx relay page --stage STAGE": it signs each request with your own AWS identity or token. It needs the right execute-api:Invoke.';

/** What a refusal says; `body` is the parsed answer, if it was JSON. */
export const failureOf = (status: number, body: unknown): Failure => {
  const problem = problemOf(body);
  if (status === 401 || status === 403) return { ...(problem ?? refusedBy(status)), kind: 'unauthorised', remedy: SIGN_IN };
  const told = problem ?? { title: `The status API answered ${status}`, detail: '', type: '' };
  if (status === 404) return { ...told, kind: 'not-found', remedy: '' };
  if (status < 500) return { ...told, kind: 'refused', remedy: '' };
  return { ...told, kind: 'fault', remedy: 'This page tries again by itself.' };
};

type Told = Pick<Failure, 'title' | 'detail' | 'type'>;

/** API Gateway says no in words of its own. */
const refusedBy = (status: 401 | 403): Told => ({
  title: status === 401 ? 'You are not signed in' : 'You may not see this',
  detail: `API Gateway refused the request (${status}).`,
  type: '',
});

const problemOf = (body: unknown): Told | null => {
  if (typeof body !== 'object' || body === null || !('title' in body) || !('detail' in body)) return null;
  const type = 'type' in body && typeof body.type === 'string' ? body.type : '';
  return typeof body.title === 'string' && typeof body.detail === 'string'
    ? { title: body.title, detail: body.detail, type }
    : null;
};
