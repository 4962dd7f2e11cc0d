import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, TestRelay } from './support/relay';
import type { RepositoryCopy } from './support/repository-copy';
import { copyRepository } from './support/repository-copy';
import { sharedRelay } from './support/shared-relay';

const GUIDE = readFileSync(join(__dirname, '..', 'docs', 'first-pipeline.md'), 'utf8');
/** Every line of the guide's shell blocks, in its order. */
const COMMANDS = [...GUIDE.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'));

let cloud: TestRelay;
let copy: RepositoryCopy;

beforeAll(() => {
  cloud = sharedRelay();
  copy = copyRepository(join(__dirname, '..'));
}, 60_000);

afterAll(async () => {
  copy.remove();
  await cloud.close();
}, 60_000);

/** In the copy, with the cloud that is up. */
const sh = (command: string): Promise<Outcome> =>
  new Promise((resolve) => {
    const env = { ...process.env, RELAY_STATE_DIR: cloud.address.stateFolder };
    execFile('sh', ['-c', command], { cwd: copy.root, env }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, stdout, stderr }),
    );
  });

it('the commands of the guide do what it says, one after the other, from an empty copy of the repository', async () => {
  const said = new Map<string, string>();
  for (const command of COMMANDS) {
    const { code, stdout, stderr } = await sh(command);
    expect({ command, code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ command, code: 0, stderr: '' });
    said.set(command.split(' ').slice(0, 3).join(' '), stdout);
  }
  expect([...said.keys()]).toEqual([
    ...['npx relay init', 'npx relay validate', 'npx relay test', '.venv/bin/python -m pytest'],
    ...['npx relay up', 'npx relay deploy', 'npx relay drop', 'npx relay runs', 'npx relay remove'],
  ]);
  expect(existsSync(join(copy.root, 'glue', 'orders', 'pipeline.yml'))).toBe(true);
  expect(said.get('npx relay validate')).toContain('orders: fine');
  expect(said.get('npx relay test')).toMatch(/summarise +SUCCEEDED .* 10 +2 +0\n/);
  expect(said.get('.venv/bin/python -m pytest')).toContain('2 passed');
  expect(said.get('npx relay drop')).toMatch(/summarise +SUCCEEDED +1/);
  expect(said.get('npx relay runs')).toContain('SUCCEEDED');
  expect(said.get('npx relay remove')).toMatch(/Pipeline orders is gone .* [1-9]\d* object versions/);
}, 400_000);
