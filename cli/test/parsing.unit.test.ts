import { fileOfKey } from '../src/download';
import { exitCodeOf } from '../src/outcome';
import { collectSetting } from '../src/settings';
import { localApiUrl } from '../src/stage-api/url';
import { startCommand, startOptionsOf } from '../src/start/options';
import { runSchema, runsPageSchema } from '../src/status-api/schemas';
import { dayOf, endOf, timeOf } from '../src/time-options';
import { defaultKey } from '../src/upload';

describe('--set', () => {
  it('collects names with values, which may hold further signs', () =>
    expect(collectSetting('note=a=b', { tuned: 'true' })).toEqual({ tuned: 'true', note: 'a=b' }));

  it.each(['tuned', '=true', '1st=x', 'a b=c', 'note=häh'])('refuses %s', (text) =>
    expect(() => collectSetting(text, {})).toThrow(/--set/),
  );

  it('refuses a name given twice', () => expect(() => collectSetting('tuned=true', { tuned: 'false' })).toThrow(/twice/));
});

describe('times', () => {
  it.each([
    ['2026-11-12', '2026-11-12T00:00:00.000Z', '2026-11-13T00:00:00.000Z'],
    ['2026-11-12T06:00', '2026-11-12T06:00:00.000Z', '2026-11-12T06:00:00.000Z'],
    ['2026-11-12T06:00:00Z', '2026-11-12T06:00:00.000Z', '2026-11-12T06:00:00.000Z'],
    ['2026-11-12T06:00+02:00', '2026-11-12T04:00:00.000Z', '2026-11-12T04:00:00.000Z'],
  ])('%s begins at %s and ends at %s, wherever the machine is', (text, begins, ends) =>
    expect([timeOf(text), endOf(text)]).toEqual([begins, ends]),
  );

  it.each(['monday', '12.11.2026', '2026-13-01', '2026-11-12T25:00', ''])('"%s" is none', (text) => {
    for (const read of [timeOf, endOf, dayOf]) expect(() => read(text)).toThrow(/must be a/);
  });
});

describe('exit code of a run', () => {
  it.each([
    ['SUCCEEDED', 0],
    ['RUNNING', 0],
    ['QUEUED', 0],
    ['FAILED', 1],
    ['TIMED_OUT', 1],
    ['REJECTED', 1],
  ])('%s is %s', (state, code) => expect(exitCodeOf({ state })).toBe(code));
});

describe('npm start', () => {
  const parse = (args: string[], isTerminal = true) =>
    startOptionsOf(
      startCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => undefined }),
      args,
      {},
      isTerminal,
    );

  it('stays up in a terminal and stops without one', () => {
    expect(parse([]).once).toBe(false);
    expect(parse(['--once']).once).toBe(true);
    expect(parse([], false).once).toBe(true);
  });

  it('takes a port from RELAY_PORT and rather from its option', () => {
    const env = { RELAY_PORT: '5000' };
    expect(startOptionsOf(startCommand(), [], env, true).port).toBe(5000);
    expect(startOptionsOf(startCommand(), ['--port', '5001'], env, true).port).toBe(5001);
  });

  it.each([
    [['--port', '0']],
    [['--stores', 'many']],
    [['--file', '/nowhere.csv']],
    [['--bogus']],
    [['--file', __filename, '--stores', '2']],
  ])('refuses %j', (args) => expect(() => parse(args)).toThrow());
});

describe('answers of the status API', () => {
  it('are read where fields lack, and keep those that are not known', () => {
    const run = runSchema.parse({ runId: 'r', state: 'QUEUED', novelty: 1 });
    expect(run).toMatchObject({ pipeline: null, steps: [], models: [], parameters: {}, rejection: null, novelty: 1 });
    expect(runsPageSchema.parse({ runs: [] }).nextCursor).toBeNull();
  });
});

describe('keys and addresses', () => {
  it('drops under raw/ by the name of the file', () => expect(defaultKey('/tmp/my data+1%.csv')).toBe('raw/my data+1%.csv'));

  it('reaches the local API by path, without a name to resolve', () =>
    expect(localApiUrl('http://a1b2c3d4.execute-api.localhost:4566', 'http://127.0.0.1:4566')).toBe(
      'http://127.0.0.1:4566/_aws/execute-api/a1b2c3d4',
    ));

  it('keeps a download in its folder', () => {
    expect(fileOfKey('/d', 'eda/p/run_id=1/a b.csv')).toBe('/d/eda/p/run_id=1/a b.csv');
    for (const key of ['../x', 'eda/../../x', 'eda/..', '..', 'a/../b']) expect(() => fileOfKey('/d', key)).toThrow(/lead out/);
    expect(fileOfKey('/d', '/etc/passwd')).toBe('/d/etc/passwd');
  });
});
