import { cloudCrashed, defaultSlots, relayCloudCommand, startCloud, stopCloud } from '@glue-relay/local/cloud-process';
import type { CloudState } from '@glue-relay/local/cloud-state';
import { readCloudStatus } from '@glue-relay/local/cloud-state';
import { LocalFailure } from '@glue-relay/local/local-failure';
import { pathsOf } from '@glue-relay/local/paths';
import { readToolchain } from '@glue-relay/local/toolchain';
import type { Context } from '../context';
import type { StartOptions } from './options';

/** The local cloud that `npm start` works on. */
export interface Session {
  readonly cloud: CloudState;
  /** Whether it was up before, and so is not stopped at the end. */
  readonly isBorrowed: boolean;
  /** Fires when the user interrupts or the cloud dies. */
  readonly signal: AbortSignal;
  /** Stops the cloud, if it is ours. */
  readonly close: () => Promise<void>;
}

/** Takes the local cloud that is up, or starts one that ends with this process. */
export const openSession = async (context: Context, options: StartOptions): Promise<Session> => {
  const paths = pathsOf(context.root);
  const status = readCloudStatus(paths.cloudState);
  if (status.kind === 'running') {
    if (options.portGiven && options.port !== status.cloud.port)
      throw new LocalFailure(
        `The local cloud of this clone is up already, at ${status.cloud.endpoint}.`,
        'stop it first with `npx relay down`.',
      );
    return { cloud: status.cloud, isBorrowed: true, signal: context.signal, close: async () => undefined };
  }
  const command = relayCloudCommand(paths, readToolchain(paths.toolchain), context.env);
  const { cloud, ended } = await startCloud(paths, command, {
    port: options.port,
    slots: defaultSlots(),
    parentPid: process.pid,
    signal: context.signal,
  });
  const crash = new AbortController();
  let closing = false;
  void ended.then(() => {
    if (!closing) crash.abort(cloudCrashed(cloud));
  });
  return {
    cloud,
    isBorrowed: false,
    signal: AbortSignal.any([context.signal, crash.signal]),
    close: async () => {
      closing = true;
      await stopCloud(paths, cloud);
    },
  };
};
