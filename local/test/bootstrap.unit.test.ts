import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = resolve(__dirname, '..', 'bootstrap');

/** Calls a function of a bootstrap module, which is plain ESM that this runner does not load, with each list of arguments. */
const results = (module: string, name: string, calls: readonly (readonly unknown[])[]): unknown[] => {
  const script = `import { ${name} } from ${JSON.stringify(resolve(folder, module))};
    console.log(JSON.stringify(${JSON.stringify(calls)}.map((args) => ${name}(...args))));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', stdio: 'pipe' }));
};

it('knows the Node releases that the product runs on', () => {
  const versions = ['18.20.0', '20.18.3', '20.19.0', '21.7.0', '22.12.0', '22.13.0', '23.1.0', '24.0.0', '26.1.0'];
  const supported = [false, false, true, false, false, true, false, true, true];
  expect(
    results(
      'node-version.mjs',
      'isSupportedNode',
      versions.map((version) => [version]),
    ),
  ).toEqual(supported);
});

it('takes node_modules for installed when every package is there at its version, but for other platforms', () => {
  const locked = {
    '': {},
    shared: {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/only-mac': { version: '2.0.0', optional: true },
  };
  const calls = [
    [locked, { 'node_modules/a': { version: '1.0.0' } }],
    [locked, { 'node_modules/a': { version: '1.0.1' } }],
    [locked, {}],
  ];
  expect(results('installed-packages.mjs', 'isInstalled', calls)).toEqual([true, false, false]);
});

it('reads home and version of a Java', () => {
  const settings = (version: string) => `    java.home = /usr/lib/jvm/x\n    java.specification.version = ${version}\n`;
  expect(results('java-home.mjs', 'parseJavaSettings', [[settings('17')], [settings('1.8')], ['']])).toEqual([
    { home: '/usr/lib/jvm/x', major: 17 },
    { home: '/usr/lib/jvm/x', major: 8 },
    { major: 0 },
  ]);
});

it('takes a lock that cannot be written for a failure, not for one that another holds', () => {
  const folderOfLock = mkdtempSync(join(tmpdir(), 'relay-lock-'));
  const lock = join(folderOfLock, 'lock');
  expect(results('lock.mjs', 'tryLock', [[lock], [lock]])).toEqual([true, false]);
  rmSync(folderOfLock, { recursive: true });
  expect(() => results('lock.mjs', 'tryLock', [[lock]])).toThrow('ENOENT');
});

it('stops what goes beside a step that fails, and tells of that step', () => {
  const script = `import { createRunner } from ${JSON.stringify(resolve(folder, 'run-tool.mjs'))};
    const runner = createRunner({ root: '.', env: process.env, write: (text) => process.stdout.write(text) });
    const failing = runner.step('failing', () => runner.run('false', [], { failure: 'Not done', remedy: 'none' }));
    const sleeping = runner.step('sleeping', () => runner.run('sleep', ['60'], { failure: 'Woken', remedy: 'none' }));
    await runner.together(failing, sleeping).catch((error) => console.log('thrown: ' + error.message));
    runner.close();`;
  const options = { encoding: 'utf8', timeout: 30_000 } as const;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], options).trimEnd().split('\n');
  expect(said).toEqual([
    'failing …',
    'sleeping …',
    'failing: stopped',
    'sleeping: stopped',
    'thrown: Not done (false ended with code 1).',
  ]);
});
