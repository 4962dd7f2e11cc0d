import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudState } from '../src/cloud-state';
import { readCloudStatus, removeCloudState, writeCloudState } from '../src/cloud-state';
import { localEnvironment } from '../src/local-environment';
import { tailOf } from '../src/log-tail';
import { choosePort } from '../src/port';
import { identityOf, isRunning, startTimeInStat } from '../src/process-identity';

const dir = mkdtempSync(join(tmpdir(), 'relay-state-'));
const file = join(dir, 'cloud.json');
afterAll(() => rmSync(dir, { recursive: true }));

const stateOf = (process: CloudState['process']): CloudState => ({
  endpoint: 'http://127.0.0.1:4566',
  port: 4566,
  process,
  logFile: join(dir, 'cloud.log'),
  startedAt: '2026-11-12T00:00:00.000Z',
});
const me = identityOf(process.pid);

describe('identity of a process', () => {
  it('tells a running process', () => {
    expect(me?.startedAt).toMatch(/\S/);
    expect(me && isRunning(me)).toBe(true);
  });

  it('does not take a later process of the same number for it', () =>
    expect(isRunning({ pid: process.pid, startedAt: '1' })).toBe(false));

  it('tells one that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    await new Promise((resolve) => child.once('close', resolve));
    expect(identity && isRunning(identity)).toBe(false);
  });

  it('reads the start time behind a name with spaces and brackets, and takes a zombie for ended', () => {
    const stat = (state: string) => `42 (a) b (c)) ${state} ${Array.from({ length: 40 }, (_, at) => at + 4).join(' ')}`;
    expect(startTimeInStat(stat('S'))).toBe('22');
    expect(startTimeInStat(stat('Z'))).toBeUndefined();
  });
});

describe('state of the local cloud', () => {
  it('is absent, running, crashed and absent again', () => {
    expect(readCloudStatus(file)).toEqual({ kind: 'absent' });
    if (!me) throw new Error('no identity');
    writeCloudState(file, stateOf(me));
    expect(readCloudStatus(file)).toEqual({ kind: 'running', cloud: stateOf(me) });
    writeCloudState(file, stateOf({ ...me, startedAt: 'before' }));
    expect(readCloudStatus(file).kind).toBe('crashed');
    removeCloudState(file);
    expect(readCloudStatus(file).kind).toBe('absent');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes a file that is no state for absent', () => {
    writeFileSync(file, '{"pid": 1');
    expect(readCloudStatus(file)).toEqual({ kind: 'absent' });
    removeCloudState(file);
  });
});

describe('settings', () => {
  it('lets no AWS setting of the user through to the local cloud', () => {
    const env = localEnvironment(
      { PATH: '/bin', AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 't', AWS_ACCESS_KEY_ID: 'AKIA' },
      'http://127.0.0.1:1',
    );
    expect(env).toMatchObject({ PATH: '/bin', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'test' });
    expect(env).not.toHaveProperty('AWS_PROFILE');
    expect(env).not.toHaveProperty('AWS_SESSION_TOKEN');
  });

  it('chooses the port', () => {
    expect(choosePort(undefined, {})).toBe(4566);
    expect(choosePort('5001', { RELAY_PORT: '5000' })).toBe(5001);
    for (const port of ['0', 'x', '65536', '-1', '1e3', '']) expect(() => choosePort(port, {})).toThrow(/no port/);
  });

  it('shows the last lines of a log, and none of a log that is not there', () => {
    const log = join(dir, 'x.log');
    writeFileSync(log, `${Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n')}\n`);
    expect(tailOf(log, 2)).toBe('line 48\nline 49');
    expect(tailOf(join(dir, 'none'))).toBe('');
  });
});
