import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../shared/test/support/server';
import type { CloudCommand } from '../src/cloud-process';
import { cloudCrashed, startCloud, stopCloud } from '../src/cloud-process';
import { readCloudStatus } from '../src/cloud-state';
import { tailOf } from '../src/log-tail';
import { pathsOf } from '../src/paths';
import { holdsWithin } from '../src/process-group';
import { identityOf } from '../src/process-identity';
import { runTool } from '../src/run-tool';

const paths = pathsOf(mkdtempSync(join(tmpdir(), 'relay-cloud-')));
afterAll(() => rmSync(paths.root, { recursive: true }));

/** Stands in for the cloud: a program that does what the script says. */
const standIn =
  (script: string): CloudCommand =>
  ({ port }) => ({ command: process.execPath, args: ['-e', script, String(port)], env: process.env });
const ready = "console.log('ready http://127.0.0.1:' + process.argv[1]); setInterval(() => {}, 1000);";

it('starts the cloud, notes it, and stops it and what it started', async () => {
  const child =
    "console.log('child ' + require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid);";
  const { cloud, ended } = await startCloud(paths, standIn(child + ready), { port: await freePort(), slots: 1 });
  expect(readCloudStatus(paths.cloudState)).toEqual({ kind: 'running', cloud });
  const childPid = Number(/child (\d+)/.exec(tailOf(paths.cloudLog))?.[1]);
  expect(identityOf(childPid)).toBeDefined();
  expect(await stopCloud(paths, cloud)).toBe(true);
  await ended;
  expect(identityOf(cloud.process.pid)).toBeUndefined();
  expect(await holdsWithin(1_000, () => identityOf(childPid) === undefined)).toBe(true);
  expect(readCloudStatus(paths.cloudState).kind).toBe('absent');
});

it('notices that the cloud has died and shows the end of its log', async () => {
  const dying = ready.replace(
    'setInterval(() => {}, 1000)',
    "setTimeout(() => { console.error('out of memory'); process.exit(9) }, 100)",
  );
  const { cloud, ended } = await startCloud(paths, standIn(dying), { port: await freePort(), slots: 1 });
  await ended;
  expect(readCloudStatus(paths.cloudState).kind).toBe('crashed');
  expect(cloudCrashed(cloud).detail).toContain('out of memory');
  expect(await stopCloud(paths, cloud)).toBe(false);
});

it.each([
  ['process.exit(3)', /in use/],
  ["console.error('no Java'); process.exit(4)", /no Java/],
  ["console.error('bug'); process.exit(1)", /ended before it was ready \(exit code 1\)/],
])('tells why a cloud does not start: %s', async (script, message) => {
  await expect(startCloud(paths, standIn(script), { port: await freePort(), slots: 1 })).rejects.toThrow(message);
});

it('names the option where the port is in use', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  await expect(startCloud(paths, standIn(ready), { port, slots: 1 })).rejects.toMatchObject({
    remedy: expect.stringContaining('--port'),
  });
  server.close();
});

it('ends a cloud that is not ready yet, and a tool with all its processes, when the user interrupts', async () => {
  const controller = new AbortController();
  const hanging = startCloud(paths, standIn('setInterval(() => {}, 1000)'), {
    port: await freePort(),
    slots: 1,
    signal: controller.signal,
  });
  const tool = runTool({
    command: 'sh',
    args: ['-c', 'sleep 60 & sleep 60'],
    cwd: paths.root,
    env: process.env,
    logFile: join(paths.relay, 'tool.log'),
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(new Error('interrupted')), 200);
  await expect(tool).rejects.toThrow('interrupted');
  await expect(hanging).rejects.toThrow('interrupted');
  expect(await holdsWithin(1_000, () => readCloudStatus(paths.cloudState).kind !== 'running')).toBe(true);
});
