import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

interface Operation {
  readonly tags: readonly string[];
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly responses: Readonly<
    Record<string, { readonly $ref: string } | { readonly content?: Readonly<Record<string, unknown>> }>
  >;
}
interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly schema: object;
  readonly example?: unknown;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly examples?: readonly unknown[] }>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }>>;
  };
}

export const OPENAPI_FILE = join(__dirname, '..', 'openapi.yml');
export const openApi: OpenApi = parse(readFileSync(OPENAPI_FILE, 'utf8'));

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(openApi, 'openapi');

const pointer = (...parts: string[]): string =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Faults of a value by the schema at a place of openapi.yml; none is an empty list. */
export const faultsOf = (value: unknown, ...place: string[]): string[] => {
  const validate = ajv.compile({ $ref: `openapi#${encodeURI(pointer(...place))}` });
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** The documented path that a request's path is of. */
export const documentedPath = (path: string): string => {
  const fits = (template: string): boolean =>
    new RegExp(`^${template.replace('/datasets/{key}', '/datasets/.+').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  const found = Object.keys(openApi.paths).find(fits);
  if (found === undefined) throw new Error(`openapi.yml has no path for ${path}`);
  return found;
};

/** Faults of an answer of a route: its status, its content type and its body, as openapi.yml has them. */
export const faultsOfAnswer = (path: string, status: number, type: string | null, body: unknown): string[] => {
  const template = documentedPath(path);
  const response = openApi.paths[template]?.get.responses[String(status)];
  if (!response) return [`openapi.yml has no answer ${status} of ${template}`];
  const place = '$ref' in response ? response.$ref.slice(2).split('/') : ['paths', template, 'get', 'responses', String(status)];
  const { content } = '$ref' in response ? (openApi.components.responses[place[2] ?? ''] ?? {}) : response;
  if (!content) return body === null ? [] : [`answer ${status} of ${template} has no body`];
  const media = type?.split(';')[0] ?? '';
  if (!(media in content)) return [`answer ${status} of ${template} is ${Object.keys(content).join(', ')}, not ${media}`];
  return faultsOf(body, ...place, 'content', media, 'schema');
};

/** A route's parameters, those that it shares with others among them. */
export const parametersOf = (template: string): Parameter[] =>
  (openApi.paths[template]?.get.parameters ?? []).map((parameter) => {
    if (!('$ref' in parameter)) return parameter;
    const shared = openApi.components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
    if (!shared) throw new Error(`openapi.yml has no ${parameter.$ref}`);
    return shared;
  });
