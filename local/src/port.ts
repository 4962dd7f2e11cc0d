import { createServer } from 'node:net';
import { LocalFailure } from './local-failure';

export const DEFAULT_PORT = 4566;

/**
 * The port asked for: by option, else by RELAY_PORT, else the default.
 *
 * @throws RangeError where it is no port number
 */
export const choosePort = (option: string | undefined, env: NodeJS.ProcessEnv): number => {
  const text = option ?? env.RELAY_PORT ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) throw new RangeError(`"${text}" is no port number (1 to 65535).`);
  return port;
};

/** Whether a server could listen there now. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });

/** The message for a port that something else holds. */
export const portInUse = (port: number): LocalFailure =>
  new LocalFailure(
    `Port ${port} is in use by another program, so the local cloud cannot listen there.`,
    'give another port with `--port N` (or RELAY_PORT=N), or stop the program that holds it.',
  );
