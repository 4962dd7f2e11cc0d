import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';

/** A copy of the repository as git has it, with what the bootstrap of the clone brought. */
export interface RepositoryCopy {
  readonly root: string;
  readonly remove: () => void;
}

/**
 * Copies the files of the clone that git knows of, or would, and links what the bootstrap brought, so that the copy needs none.
 *
 * @param root - root of the clone
 */
export const copyRepository = (root: string): RepositoryCopy => {
  const copy = mkdtempSync(join(tmpdir(), 'relay-copy-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  linkPackages(root, copy);
  symlinkSync(join(root, '.venv'), join(copy, '.venv'));
  noteToolchain(root, copy);
  return { root: copy, remove: () => rmSync(copy, { recursive: true, force: true }) };
};

/** The packages of others are links; those of the repository, and the commands, are the copy's own. */
const linkPackages = (root: string, copy: string): void => {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === '@glue-relay' || name === '.bin')
      cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    else symlinkSync(join(from, name), join(to, name));
  }
};

const toolchainSchema = z.object({
  python: z.string(),
  javaHome: z.string(),
  jarsDir: z.string(),
  cdsArchive: z.string().nullable(),
});

/** What a bootstrap of the copy would write at its end; it is plain Node, which jest does not transform. */
const noteToolchain = (root: string, copy: string): void => {
  const toolchain = toolchainSchema.parse(JSON.parse(readFileSync(join(root, '.relay', 'toolchain.json'), 'utf8')));
  const write =
    'const { writeToolchain } = await import(process.argv[1]); writeToolchain(process.argv[2], process.env, JSON.parse(process.argv[3]))';
  const ready = join(copy, 'local', 'bootstrap', 'ready.mjs');
  execFileSync(process.execPath, ['--input-type=module', '-e', write, ready, copy, JSON.stringify(toolchain)]);
};
