import { namesTag, takesGzip } from '../src/http/negotiation';

it.each([
  ['gzip', true],
  ['br, gzip;q=0.8', true],
  ['*', true],
  ['GZIP ; q=1.0', true],
  ['', false],
  ['identity', false],
  ['br', false],
  ['gzip;q=0', false],
  ['gzip;q=0.000, br', false],
  ['gzipped', false],
])('"%s" takes gzip: %s', (acceptEncoding, expected) => {
  expect(takesGzip(acceptEncoding)).toBe(expected);
});

it.each([
  ['W/"a"', true],
  ['"a"', true],
  ['"b", W/"a"', true],
  ['*', true],
  ['', false],
  ['"ab"', false],
])('%s names the tag W/"a": %s', (ifNoneMatch, expected) => {
  expect(namesTag(ifNoneMatch, 'W/"a"')).toBe(expected);
});
