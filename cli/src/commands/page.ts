import { once } from 'node:events';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { startPageProxy } from '../page/proxy';
import { stageEndpoint } from '../stage-api/client';
import type { TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface PageOptions extends TargetOptions {
  /** 0 for any that is free. */
  readonly port: number;
}

/** `relay page`: where the page is; on AWS it is served on this machine, signed as the user, until Ctrl-C. */
export const page = async (context: Context, { port, ...options }: PageOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const endpoint = await stageEndpoint(context, target, 'status');
  if (target.kind === 'local') return result(`${endpoint.url}/`);
  const proxy = await startPageProxy(endpoint, port);
  context.say(
    `The page of stage "${target.stage}": ${proxy.url}\nIt asks in your name until Ctrl-C. Keep the address to yourself.`,
  );
  if (!context.signal.aborted) await once(context.signal, 'abort');
  await proxy.close();
  return result(proxy.url);
};

const result = (url: string): CommandResult => ({ document: { url }, text: `${url}\n`, exitCode: EXIT.ok });
