import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPipeline } from '@glue-relay/shared/deploy/load-pipeline';
import { importPipeline } from '../../src/commands/import';
import { after, ended, exported, onDemand } from './glue-export';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'import-'));
  cpSync('cli/templates', join(root, 'cli/templates'), { recursive: true });
  writeFileSync(join(root, 'serverless-compose.yml'), 'services:\n  shared: { path: shared }\n');
});
afterEach(() => rmSync(root, { recursive: true }));

const fileOf = (document: unknown): string => {
  const file = join(root, 'export.json');
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
};
const run = (document: unknown, options: { out?: string; name?: string } = {}) =>
  importPipeline({ root }, fileOf(document), options);

it('writes a folder that can be deployed, and says what to bring along', async () => {
  const { text } = await run(exported([onDemand('a'), after('b', [ended('a')])]), { name: 'Moved In' });
  const folder = join(root, 'glue/moved-in');
  expect(readdirSync(folder).sort()).toEqual(['jobs', 'pipeline.yml', 'serverless.yml']);
  const { definition } = loadPipeline(folder, 'pipeline.yml', 'dev', 'bucket', 'topic');
  expect(definition.steps.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(readFileSync(join(folder, 'serverless.yml'), 'utf8')).toContain('service: relay-moved-in\n');
  expect(readFileSync(join(folder, 'jobs/a.py'), 'utf8')).toContain('bring the script from s3://scripts/a.py here');
  expect(text).toContain(`aws s3 cp s3://scripts/a.py ${folder}/jobs/a.py`);
});

it('writes over nothing', async () => {
  const out = join(root, 'there');
  await run(exported([onDemand('a')]), { out });
  const before = readFileSync(join(out, 'pipeline.yml'), 'utf8');
  await expect(run(exported([onDemand('b')]), { out })).rejects.toThrow('has a pipeline.yml already');
  expect(readFileSync(join(out, 'pipeline.yml'), 'utf8')).toBe(before);
});

it.each([
  ['is no JSON', '{', 'is no export of a Glue workflow'],
  ['is of another shape', { Triggers: [{ Name: 'x', Type: 'ODD' }] }, 'Triggers'],
  ['has nothing that starts', exported([]), 'has no step that could start'],
])('refuses a file that %s, and writes nothing', async (_, document, message) => {
  await expect(run(document)).rejects.toThrow(message);
  expect(existsSync(join(root, 'glue'))).toBe(false);
});
