/**
 * The address under which the local cloud serves the same API without a name that the machine's resolver must know
 * (`*.localhost` does not resolve everywhere): by path on the cloud's own address.
 *
 * @param published - like `http://a1b2c3d4.execute-api.localhost:4566`, as the deploy published it
 */
export const localApiUrl = (published: string, endpoint: string): string => {
  const apiId = new URL(published).hostname.split('.')[0] ?? '';
  return published.includes('.execute-api.') ? `${endpoint}/_aws/execute-api/${apiId}` : published.replace(/\/$/, '');
};
