import { once } from 'node:events';
import { ssmOf } from '../connection';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { startPageProxy } from '../page/proxy';
import { authorisationOf } from '../stage-api/authorisation';
import type { StageEndpoint } from '../stage-api/client';
import { stageEndpoint } from '../stage-api/client';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface PageOptions extends TargetOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Of the status API, for whoever has a token for it and no AWS credentials to look it up. */
  readonly apiUrl?: URL;
}

/** `relay page`: where the page is; on AWS it is served on this machine, signed as the user, until Ctrl-C. */
export const page = async (context: Context, { port, apiUrl, ...options }: PageOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const endpoint = apiUrl ? await knownEndpoint(context, target, apiUrl) : await stageEndpoint(context, target, 'status');
  if (target.kind === 'local') return result(`${endpoint.url}/`);
  const proxy = await startPageProxy(endpoint, port);
  context.say(
    `The page of stage "${target.stage}": ${proxy.url}\nIt asks in your name until Ctrl-C. Keep the address to yourself.`,
  );
  if (!context.signal.aborted) await once(context.signal, 'abort');
  await proxy.close();
  return result(proxy.url);
};

const knownEndpoint = async (context: Context, target: Target, url: URL): Promise<StageEndpoint> => ({
  url: url.href.replace(/\/$/, ''),
  sign: await authorisationOf(context, target, await ssmOf(target)),
});

const result = (url: string): CommandResult => ({ document: { url }, text: `${url}\n`, exitCode: EXIT.ok });
