/** Whether a request's `If-None-Match` names the tag, weak or not. Source: RFC 9110, 13.1.2 */
export const namesTag = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.split(',').some((given) => given.trim() === '*' || strong(given.trim()) === strong(etag));

const strong = (etag: string): string => etag.replace(/^W\//, '');

const GZIP = /(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(?:;\s*q=(?<weight>[\d.]+)\s*)?(?=,|$)/i;

/** Whether a request's `Accept-Encoding` takes gzip; one that has none, like curl's, does not. Source: RFC 9110, 12.5.3 */
export const takesGzip = (acceptEncoding: string): boolean => {
  const match = GZIP.exec(acceptEncoding);
  return match !== null && Number(match.groups?.weight ?? 1) > 0;
};
