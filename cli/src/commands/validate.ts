import { pipelineFolderOf, pipelineFolders } from '../authoring/folders';
import type { Verdict } from '../authoring/validate';
import { validate as validated } from '../authoring/validate';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';

/** `relay validate`: checks one pipeline, or all, as a deploy would and beyond, without a cloud. */
export const validate = async (context: Context, given: string | undefined): Promise<CommandResult> => {
  const all = pipelineFolders(context.root);
  const verdicts = validated(given === undefined ? all : [pipelineFolderOf(context.root, given)], all);
  const isFine = verdicts.every(({ faults }) => faults.length === 0);
  return { document: { pipelines: verdicts }, text: verdicts.map(shown).join(''), exitCode: isFine ? EXIT.ok : EXIT.failed };
};

const shown = ({ pipeline, file, faults, warnings }: Verdict): string =>
  [
    ...faults.map(({ line, column, field, message }) => `${file}:${line}:${column} ${field}: ${message}\n`),
    ...warnings.map((warning) => `${file}: warning: ${warning}\n`),
    ...(faults.length === 0 ? [`${pipeline}: fine\n`] : []),
  ].join('');
