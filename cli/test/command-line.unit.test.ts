import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStateSchema } from '@glue-relay/shared/states';
import { main } from '../src/main';

/** Where no local cloud runs. */
const root = mkdtempSync(join(tmpdir(), 'relay-cli-'));
beforeAll(() => writeFileSync(join(root, 'package.json'), '{ "version": "1.2.3" }'));
afterAll(() => rmSync(root, { recursive: true }));

const run = async (args: string[]) => {
  let out = '';
  let err = '';
  const code = await main(root, args, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
};

describe('relay', () => {
  it.each([
    [['nope']],
    [['drop']],
    [['drop', '/nowhere/x.csv']],
    [['drop', tmpdir()]],
    [['drop', __filename, '--set', 'tuned']],
    [['drop', __filename, '--key', 'raw/']],
    [['drop', __filename, '--key', 'metrics/x.csv']],
    [['runs', '--state', 'DONE']],
    [['runs', '--limit', '0']],
    [['runs', '--bogus']],
    [['runs', '--key', '']],
    [['runs', '--key', 'k'.repeat(1_025)]],
    [['runs', '--from', 'monday']],
    [['runs', '--to', '2026-13-01']],
    [['run']],
    [['runs']],
    [['runs', '--stage', 'a b']],
    [['up', '--port', '70000']],
    [['start', '--pipeline', 'p']],
    [['cancel']],
    [['redrive']],
    [['backfill', '--pipeline', 'p']],
    [['backfill', '--pipeline', 'p', '--prefix', 'raw/', '--since', 'monday']],
    [['backfill', '--pipeline', 'p', '--prefix', 'raw/', '--reprocess', 'some']],
    [['backfill', '--pipeline', 'p', '--prefix', 'raw/', '--concurrency', '0']],
    [['init']],
    [['init', 'Bad Name']],
    [['test']],
    [['remove']],
    [['dlq', 'redrive']],
    [['quarantine', 'replay', 'r', '--timeout', '0']],
    [['quarantine', 'accept', 'r', '--timeout', '3 min']],
    [['dlq', 'list', '--peek', '11']],
    [['dlq', 'nope']],
    [[]],
  ])('%j is wrong usage: exit code 2, said on stderr', async (args) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toBe('');
  });

  it.each([
    [['nope', '--json'], 2, 'usage'],
    [['drop', '/nowhere/x.csv', '--json'], 2, 'usage'],
    [['runs', '--json', '--limit', 'x'], 2, 'usage'],
    [['runs', '--json'], 2, 'usage'],
    [['run', 'r', '--json', '--stage', 'local'], 1, 'failed'],
    [['deploy', '--json'], 1, 'failed'],
  ])('%j prints one JSON document, also for an error', async (args, exitCode, kind) => {
    const { code, out } = await run(args);
    expect(code).toBe(exitCode);
    expect(JSON.parse(out)).toMatchObject({ error: { kind, message: expect.stringMatching(/\S/) } });
  });

  it('prints help and version, which are no errors', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
    expect((await run(['drop', '--help'])).out).toContain('--set <name=value>');
    expect((await run(['--help'])).code).toBe(0);
  });

  it('refuses a stretch of time that has no moment in it, before it asks anyone', async () => {
    const { code, err } = await run(['runs', '--from', '2026-11-12', '--to', '2026-11-11', '--stage', 'prod']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--from must be before --to.') });
  });

  it.each([...runStateSchema.options, 'REJECTED'])('lists runs in state %s', async (state) => {
    expect((await run(['runs', '--state', state, '--stage', 'local'])).err).toContain('No local cloud runs here.');
  });

  it('ends without a word when its reader has seen enough', () => {
    const relay = join(__dirname, '..', 'bin', 'relay.mjs');
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${relay}" --help | true`], { encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  it('has nothing to stop where nothing runs', async () => {
    const { code, out } = await run(['down', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ stopped: false });
  });
});
