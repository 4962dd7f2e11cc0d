import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Deployable, deployables } from './deployables';
import { parameterStore } from './parameter-store';
import { run } from './run';

export const STAGE = 'prod';
const FOLDER = '.relay/check/templates';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A packaged stack: what CloudFormation would get. */
export interface Template {
  readonly name: string;
  readonly file: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** Stacks that a deploy of everything leaves out, each in a file of its own beside the service that it belongs to. */
const OPTIONAL: readonly Stack[] = [{ name: 'metrics-openlineage', folder: 'services/metrics', config: 'openlineage.yml' }];

type Stack = Deployable & { readonly config?: string };

let packaged: Promise<readonly Template[]> | undefined;

/** The templates of every deployable for stage `prod`, packaged once in a process. */
export const templates = (): Promise<readonly Template[]> => {
  packaged ??= packageAll();
  return packaged;
};

const packageAll = async (): Promise<readonly Template[]> => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const store = await parameterStore(STAGE);
  try {
    return await Promise.all([...deployables(), ...OPTIONAL].map((stack) => packageOne(stack, store.endpoint)));
  } finally {
    store.close();
  }
};

/**
 * @throws Error with what the framework printed, when a stack cannot be packaged
 */
const packageOne = async ({ name, folder, config = 'serverless.yml' }: Stack, endpoint: string): Promise<Template> => {
  const target = resolve(FOLDER, name);
  const framework = resolve('node_modules/.bin/serverless');
  const { code, output } = await run(framework, ['package', '--config', config, '--stage', STAGE, '--package', target], {
    cwd: folder,
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('AWS_'))),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'us-east-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  if (code !== 0) throw new Error(`${folder} could not be packaged:\n${output}`);
  const file = join(target, 'cloudformation-template-update-stack.json');
  return { name, file, resources: JSON.parse(readFileSync(file, 'utf8')).Resources };
};
