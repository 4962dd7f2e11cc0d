import { RUN_ID_PATTERN } from '@glue-relay/shared/run-id';
import fc from 'fast-check';
import {
  formatBytes,
  formatDistance,
  formatDollars,
  formatMetric,
  formatSeconds,
  formatShare,
  formatTime,
  formatUtc,
} from '../../page/src/model/format';
import type { Route } from '../../page/src/model/route';
import { hrefOf, placeOfSearch, RUN_ID, routeOf } from '../../page/src/model/route';
import { isLive, stateLabel, toneOf } from '../../page/src/model/state';

describe('figures for people', () => {
  it.each([
    [null, '–'],
    [0.44, '0.4 s'],
    [9.97, '10 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [7800, '2 h 10 min'],
    [273_600, '3 d 4 h'],
  ])('%s seconds are %s', (seconds, text) => expect(formatSeconds(seconds)).toBe(text));
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [17_333_449, '17.3 MB'],
    [2.5e15, '2500 TB'],
  ])('%s bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
  it.each([
    [0, '$0.00'],
    [0.00123, '$0.0012'],
    [1234.5, '$1,234.50'],
    [null, '–'],
  ])('%s dollars are %s', (dollars, text) => expect(formatDollars(dollars, 'en-US')).toBe(text));
  it('a share is not rounded to all', () => {
    expect([null, 0.98, 0.9996, 1].map(formatShare)).toEqual(['–', '98%', '99.9%', '100%']);
  });
  it('a metric has four figures', () => expect(formatMetric(7.81234, 'en-US')).toBe('7.812'));
});

describe('times', () => {
  const now = new Date('2026-11-12T12:00:00Z');
  it("are in the viewer's zone, with the year where it is another", () => {
    expect(formatTime('2026-11-12T00:00:05Z', now, 'America/New_York', 'en-US')).toBe('Nov 11, 19:00:05');
    expect(formatTime('2025-11-12T00:00:05Z', now, 'UTC', 'en-US')).toBe('Nov 12, 2025, 00:00:05');
    expect(formatUtc('2026-11-12T00:00:05.123Z')).toBe('2026-11-12 00:00:05 UTC');
  });
  it.each([
    ['2026-11-12T11:59:55Z', 'just now'],
    ['2026-11-12T11:55:00Z', '5 min ago'],
    ['2026-11-13T00:00:00Z', 'in 12 h'],
    ['2026-11-02T12:00:00Z', '10 d ago'],
  ])('%s is %s', (time, text) => expect(formatDistance(time, now)).toBe(text));
});

describe('addresses', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const any = fc.string({ unit: 'grapheme' });
  const routes = fc.oneof<fc.Arbitrary<Route>[]>(
    fc.constantFrom<Route>({ at: 'overview' }, { at: 'models' }, { at: 'jobs' }, { at: 'health' }),
    fc.record({ at: fc.constant('run' as const), runId: text }),
    fc.record({ at: fc.constant('pipeline' as const), pipeline: text }),
    fc.record({ at: fc.constant('trend' as const), pipeline: text, metric: any }),
    fc.record({ at: fc.constant('forecast' as const), runId: text, seriesId: any }),
    fc.record({ at: fc.constant('dataset' as const), key: text, cursor: any }),
    fc.record({ at: fc.constant('alerts' as const), pipeline: any, cursor: any }),
    fc.record({ at: fc.constant('costs' as const), pipeline: any, days: any }),
    fc.record({
      at: fc.constant('runs' as const),
      filter: fc.record({ pipeline: any, state: any, key: any, since: any, until: any }),
      cursor: any,
    }),
  );
  it('lead back to their place, whatever the names', () => {
    fc.assert(fc.property(routes, (route) => expect(routeOf(hrefOf(route))).toEqual(route)));
  });
  it.each(['#/nowhere', '#/runs/a/b', '#/runs/a/forecast/c', '#/models/%E0%A4%A', '#/health/x'])('%s is nowhere', (hash) =>
    expect(routeOf(hash)).toEqual({ at: 'nowhere', hash }),
  );
  it.each([
    [' 20261112T000000Z-3f2a9c41d07b ', { at: 'run', runId: '20261112T000000Z-3f2a9c41d07b' }],
    ['s3://bucket/raw/train.csv', { at: 'dataset', key: 'raw/train.csv', cursor: '' }],
    ['raw/train.csv', { at: 'dataset', key: 'raw/train.csv', cursor: '' }],
  ])('a search for "%s" leads there', (asked, route) => expect(placeOfSearch(asked)).toEqual(route));
});

it('a run id is what the services say that it is', () => expect(RUN_ID).toEqual(RUN_ID_PATTERN));

describe('states', () => {
  it('have a tone and words', () => {
    expect(stateLabel('TIMED_OUT')).toBe('Timed out');
    expect(['SUCCEEDED', 'FAILED', 'RUNNING', 'QUEUED', 'SKIPPED'].map(toneOf)).toEqual([
      'good',
      'bad',
      'active',
      'waiting',
      'quiet',
    ]);
    expect(['RUNNING', 'QUEUED', 'SUCCEEDED', 'REJECTED'].map(isLive)).toEqual([true, true, false, false]);
  });
});
