import type { CloudState } from '@glue-relay/local/cloud-state';
import { readCloudStatus } from '@glue-relay/local/cloud-state';
import { LOCAL_STAGE } from '@glue-relay/local/local-environment';
import { pathsOf } from '@glue-relay/local/paths';
import type { Context } from './context';
import { OperationError, UsageError } from './failures';

/** Which deployment a command speaks to. */
export type Target =
  | { readonly kind: 'local'; readonly stage: typeof LOCAL_STAGE; readonly cloud: CloudState }
  | { readonly kind: 'aws'; readonly stage: string; readonly profile: string | null; readonly region: string | null };

/** Options that choose the target. */
export interface TargetOptions {
  readonly stage?: string;
  readonly profile?: string;
  readonly region?: string;
}

const STAGE_PATTERN = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,31}$/;

/**
 * The local cloud where one runs and no other stage is asked for; else AWS, where the stage must be named.
 *
 * @throws UsageError where it cannot be told, OperationError where the local cloud is asked for and does not run
 */
export const chooseTarget = (context: Pick<Context, 'root'>, options: TargetOptions): Target => {
  const { stage, profile, region } = options;
  if (stage !== undefined && !STAGE_PATTERN.test(stage)) throw new UsageError(`"${stage}" is no stage name.`);
  if (stage !== undefined && stage !== LOCAL_STAGE)
    return { kind: 'aws', stage, profile: profile ?? null, region: region ?? null };
  const status = readCloudStatus(pathsOf(context.root).cloudState);
  switch (status.kind) {
    case 'running':
      return { kind: 'local', stage: LOCAL_STAGE, cloud: status.cloud };
    case 'crashed':
      throw new OperationError(
        `The local cloud (process ${status.cloud.process.pid}, ${status.cloud.endpoint}) is not running any more; nobody stopped it.`,
        `see ${status.cloud.logFile} and start it again with \`npx relay up\`, or give \`--stage\` for AWS.`,
      );
    case 'absent':
      if (stage === LOCAL_STAGE) throw new OperationError('No local cloud runs here.', 'start it with `npx relay up`.');
      throw new UsageError(
        'No local cloud runs here.',
        'start it with `npx relay up`, or name the stage on AWS with `--stage STAGE`.',
      );
  }
};
