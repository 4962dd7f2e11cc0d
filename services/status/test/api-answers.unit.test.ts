import type { ReadModel } from '../src/ports';
import { EVENTS } from './api-events';
import { storyOf } from './story';
import { apiOver } from './support';

describe('every answer', () => {
  it('is 304 for who has it, and new once something changed', async () => {
    const { ask } = await apiOver(EVENTS);
    const { headers } = await ask('/runs');
    const etag = String(headers.etag);
    expect(await ask('/runs', { 'if-none-match': `"other", ${etag}` })).toMatchObject({ status: 304, body: null });
    expect(await ask('/jobs', { 'if-none-match': etag })).toMatchObject({ status: 200 });
    const { ask: askLater } = await apiOver([...EVENTS, ...storyOf('20261112T001000Z-ffffffffffff', 10)]);
    expect(await askLater('/runs', { 'if-none-match': etag })).toMatchObject({ status: 200 });
  });

  it('is compressed for who asks for that, and for no one else', async () => {
    const { ask } = await apiOver(EVENTS);
    const plain = await ask('/runs');
    const packed = await ask('/runs', { 'accept-encoding': 'br, gzip' });
    expect([plain.isCompressed, packed.isCompressed, packed.headers['content-encoding']]).toEqual([false, true, 'gzip']);
    expect(packed.body).toEqual(plain.body);
    expect(packed.headers.etag).toBe(plain.headers.etag);
    expect((await ask('/runs', { 'accept-encoding': 'identity' })).isCompressed).toBe(false);
  });

  it('names the routes where there is none', async () => {
    const { ask } = await apiOver([]);
    expect(await ask('/run')).toMatchObject({ status: 404, type: 'application/problem+json', body: { title: 'Unknown route' } });
  });

  it('tells nothing of a fault of the service', async () => {
    const fail = async () => {
      throw new Error('table relay-status-prod is on fire');
    };
    const readModel: ReadModel = { find: fail, read: fail, list: fail, costs: fail };
    const { ask, counted } = await apiOver([], { readModel });
    const answer = await ask('/jobs');
    expect(answer).toMatchObject({ status: 500, type: 'application/problem+json' });
    expect(JSON.stringify(answer)).not.toContain('fire');
    expect(answer.body.detail).toContain('request-1');
    expect(counted).toEqual(['RequestFailed']);
  });
});
