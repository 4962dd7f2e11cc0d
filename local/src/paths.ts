import { join } from 'node:path';

/** Where a clone keeps what its local cloud needs and leaves; everything but the virtual environment is under `.relay/`. */
export interface ClonePaths {
  readonly root: string;
  readonly relay: string;
  readonly toolchain: string;
  readonly cloudState: string;
  readonly cloudLog: string;
  readonly workDir: string;
  readonly trace: string;
  readonly deployLog: string;
  readonly data: string;
}

/**
 * @param root - root of the clone
 * @param env - `RELAY_STATE_DIR` puts all but what the bootstrap brought elsewhere, so that a test or a benchmark has a
 *   local cloud of its own beside its user's
 */
export const pathsOf = (root: string, env: NodeJS.ProcessEnv = process.env): ClonePaths => {
  const relay = env.RELAY_STATE_DIR ?? join(root, '.relay');
  return {
    root,
    relay,
    toolchain: join(root, '.relay', 'toolchain.json'),
    cloudState: join(relay, 'cloud.json'),
    cloudLog: join(relay, 'cloud.log'),
    workDir: join(relay, 'work'),
    trace: join(relay, 'trace.jsonl'),
    deployLog: join(relay, 'deploy.log'),
    data: join(relay, 'data'),
  };
};
