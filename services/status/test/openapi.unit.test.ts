import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '@readme/openapi-parser';
import { rejectionOf, storyOf } from './story';
import { apiOver } from './support';
import { faultsOf, faultsOfAnswer, OPENAPI_FILE, openApi, parametersOf } from './validate';

const RUN = '20261112T000000Z-3f2a9c41d07b';
const apiPaths = Object.entries(openApi.paths).filter(([, { get }]) => !get.tags.includes('page'));

/** A documented path with its examples in it. */
const exampleOf = (template: string): string =>
  parametersOf(template)
    .filter((parameter) => parameter.in === 'path')
    .reduce((path, { name, example }) => path.replace(`{${name}}`, String(example)), template);

it('openapi.yml is an OpenAPI 3.1 document', async () => {
  expect(await validate(OPENAPI_FILE)).toMatchObject({ valid: true });
});

it('every example is of its schema', () => {
  const { schemas, responses, parameters } = openApi.components;
  const faults = [
    ...Object.entries(schemas).flatMap(([name, { examples = [] }]) =>
      examples.flatMap((example) => faultsOf(example, 'components', 'schemas', name)),
    ),
    ...Object.values(responses).flatMap(({ content = {} }) =>
      Object.values(content).flatMap(({ example }) => faultsOf(example, 'components', 'schemas', 'Problem')),
    ),
    ...Object.entries(parameters).flatMap(([name, { example }]) =>
      example === undefined ? [] : faultsOf(example, 'components', 'parameters', name, 'schema'),
    ),
  ];
  expect(faults).toEqual([]);
});

it('an answer of another shape is found', () => {
  expect(faultsOfAnswer('/jobs', 200, 'application/json', { jobs: [{ name: 'a' }] })).not.toEqual([]);
  expect(faultsOfAnswer('/jobs', 201, 'application/json', { jobs: [] })).not.toEqual([]);
  expect(faultsOfAnswer('/jobs', 200, 'text/plain', { jobs: [] })).not.toEqual([]);
});

it.each(apiPaths.map(([template]) => template))('%s is a route of the router', async (template) => {
  const { ask } = await apiOver([...storyOf(RUN, 0), rejectionOf('20261112T000250Z-eeeeeeeeeeee')]);
  expect((await ask(exampleOf(template))).body.title).not.toBe('Unknown route');
});

const queryParameters = apiPaths.flatMap(([template]) =>
  parametersOf(template)
    .filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor')
    .map((parameter) => [template, parameter.name, parameter] as const),
);

it.each(queryParameters)('%s takes %s as documented, and refuses what is not', async (template, name, parameter) => {
  const { ask } = await apiOver([...storyOf(RUN, 0), rejectionOf('20261112T000250Z-eeeeeeeeeeee')]);
  const {
    example,
    enum: choices,
    minimum,
  } = { ...parameter, ...parameter.schema } as {
    example?: unknown;
    enum?: readonly string[];
    minimum?: number;
  };
  const good = [example, ...(choices ?? []), minimum].filter((value) => value !== undefined);
  expect(good.length).toBeGreaterThan(0);
  for (const value of good) {
    const { status, body } = await ask(`${exampleOf(template)}?${name}=${encodeURIComponent(String(value))}`);
    expect([200, 404]).toContain(status);
    expect(body.title ?? '').not.toBe('Bad request');
  }
  expect((await ask(`${exampleOf(template)}?${name}=`)).status).toBe(400);
});

const takesParameters = apiPaths
  .map(([template]) => template)
  .filter((template) => queryParameters.some(([of]) => of === template));

it.each(takesParameters)('%s names its parameters, all of them documented, where it is asked by another', async (template) => {
  const { ask } = await apiOver([]);
  const { status, body } = await ask(`${exampleOf(template)}?nope=1`);
  const named = /there are (.*)$/.exec(body.detail)?.[1]?.split(', ').sort();
  const documented = parametersOf(template)
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);
  expect({ status, named }).toEqual({ status: 400, named: documented.sort() });
});

it('every route of the router is documented', () => {
  const source = readFileSync(join(__dirname, '../src/http/router.ts'), 'utf8');
  const routes = [...source.matchAll(/router\.get\(\s*['/](\S+?)['/],/g)].map(([, route]) =>
    `/${(route ?? '').replaceAll('\\/', '/').replace(/^\/+/, '')}`
      .replaceAll(/:(\w+)/g, '{$1}')
      .replace('/datasets/.+', '/datasets/{key}'),
  );
  expect(routes.sort()).toEqual(apiPaths.map(([template]) => template).sort());
});
