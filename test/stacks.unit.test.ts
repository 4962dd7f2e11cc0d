import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const foldersWith = (parent: string, file: string): string[] =>
  readdirSync(parent)
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(`${folder}/${file}`));

it('a deploy of everything has every pipeline and service, each after the shared stack', () => {
  const { services } = parse(readFileSync('serverless-compose.yml', 'utf8'));
  const folders = [...foldersWith('glue', 'pipeline.yml'), ...foldersWith('services', 'serverless.yml')];
  const expected = folders.map((path) => [path.replace(/.*\//, ''), { path, dependsOn: 'shared' }]);
  expect(services).toEqual({ shared: { path: 'shared' }, ...Object.fromEntries(expected) });
});
