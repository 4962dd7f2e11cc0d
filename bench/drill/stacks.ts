import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { LOCAL_STAGE, localEnvironment } from '@glue-relay/local/local-environment';
import { pathsOf } from '@glue-relay/local/paths';
import { serverless } from '@glue-relay/local/serverless';
import type { TestRelay } from '../../test/support/relay';
import { copyRepository } from '../../test/support/repository-copy';
import { deployables } from '../../tools/check/deployables';

const WITHIN_MS = 300_000;

/** A version of the repository whose stacks are deployed and removed one by one, each by the real Serverless Framework. */
export interface Stacks {
  /** `shared` first, then services and pipelines. */
  readonly names: readonly string[];
  /** Deploys a stack alone; gives the seconds that it took. */
  readonly deploy: (name: string) => Promise<number>;
  readonly remove: (name: string) => Promise<number>;
  /** Changes a file of this version, which is a copy; the clone stays as it is. */
  readonly edit: (file: string, change: (text: string) => string) => void;
  readonly discard: () => void;
}

/** A copy of the clone, for a local cloud. */
export const copiedStacks = (root: string, { endpoint, address }: Pick<TestRelay, 'endpoint' | 'address'>): Stacks => {
  const copy = copyRepository(root);
  const folders = new Map(deployables(copy.root).map(({ name, folder }) => [name, join(copy.root, folder)]));
  const run = async (command: 'deploy' | 'remove', name: string): Promise<number> => {
    const folder = folders.get(name);
    if (folder === undefined) throw new Error(`no stack is named ${name}; there are ${[...folders.keys()].join(', ')}`);
    const began = performance.now();
    await serverless(pathsOf(copy.root, { RELAY_STATE_DIR: address.stateFolder }), {
      command,
      stage: LOCAL_STAGE,
      folder,
      env: localEnvironment(process.env, endpoint),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return (performance.now() - began) / 1000;
  };
  return {
    names: [...folders.keys()].sort((one, other) => Number(other === 'shared') - Number(one === 'shared')),
    deploy: (name) => run('deploy', name),
    remove: (name) => run('remove', name),
    edit: (file, change) => {
      const path = join(copy.root, file);
      const before = readFileSync(path, 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`${file} is not what the drill wants to change`);
      writeFileSync(path, after);
    },
    discard: copy.remove,
  };
};
