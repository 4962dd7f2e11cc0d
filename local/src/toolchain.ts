import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { LocalFailure } from './local-failure';

/** What the bootstrap brought, as it noted it in `.relay/toolchain.json`. */
const toolchainSchema = z.object({
  python: z.string(),
  javaHome: z.string(),
  jarsDir: z.string(),
  cdsArchive: z.string().nullable(),
});
export type Toolchain = z.infer<typeof toolchainSchema>;

/**
 * @param file - `.relay/toolchain.json`
 * @throws LocalFailure where the bootstrap has not run
 */
export const readToolchain = (file: string): Toolchain => {
  try {
    return toolchainSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new LocalFailure('This clone is not set up yet.', 'run `node local/bootstrap.mjs` first.');
  }
};
