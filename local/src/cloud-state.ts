import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { isRunning, processIdentitySchema } from './process-identity';

/** What `.relay/cloud.json` says of the local cloud that was started last. */
export const cloudStateSchema = z.object({
  endpoint: z.url(),
  port: z.number().int().positive(),
  process: processIdentitySchema,
  logFile: z.string(),
  startedAt: z.iso.datetime(),
});
export type CloudState = z.infer<typeof cloudStateSchema>;

/** The local cloud of a clone: running, gone without having been stopped, or not there. */
export type CloudStatus =
  | { readonly kind: 'running'; readonly cloud: CloudState }
  | { readonly kind: 'crashed'; readonly cloud: CloudState }
  | { readonly kind: 'absent' };

/** @param file - the state file; one that cannot be read counts as absent */
export const readCloudStatus = (file: string): CloudStatus => {
  const cloud = readState(file);
  if (!cloud) return { kind: 'absent' };
  return { kind: isRunning(cloud.process) ? 'running' : 'crashed', cloud };
};

/** Writes the state so that a reader sees the old or the new one, never a part. */
export const writeCloudState = (file: string, cloud: CloudState): void => {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(cloud, null, 2)}\n`);
  renameSync(temporary, file);
};

/** Forgets the local cloud. */
export const removeCloudState = (file: string): void => rmSync(file, { force: true });

const readState = (file: string): CloudState | undefined => {
  try {
    return cloudStateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};
