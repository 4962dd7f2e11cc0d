import type { PipelineFile } from '@glue-relay/shared/pipeline/file-schema';

/** What two pipelines that look at the same keys mean for each other. */
export interface Overlap {
  readonly kind: 'fault' | 'warning';
  readonly message: string;
}

/**
 * How the keys of a pipeline overlap with another's, or undefined where no key is for both. Ingest gives a file to the
 * pipeline whose columns it has, and of several to the one with the longest prefix; with the same prefix it rejects it.
 */
export const overlapOf = (own: PipelineFile, other: PipelineFile): Overlap | undefined => {
  const [a, b] = [own.input, other.input];
  if (!haveCommonSuffix(a.suffix, b.suffix)) return undefined;
  if (a.prefix === b.prefix) {
    if (isTakenByBoth(own, other))
      return {
        kind: 'fault',
        message: `expected a prefix of its own, found that of ${other.pipeline}, which takes the same columns: such a file is rejected`,
      };
    return { kind: 'warning', message: `input.prefix: ${other.pipeline} has it too; files are told apart by their columns` };
  }
  if (!a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix)) return undefined;
  const [outer, inner] = a.prefix.length < b.prefix.length ? [own, other] : [other, own];
  return {
    kind: 'warning',
    message: `input.prefix: ${inner.input.prefix} of ${inner.pipeline} lies in ${outer.input.prefix} of ${outer.pipeline}; a file there that only ${outer.pipeline} has the columns for runs in ${outer.pipeline}`,
  };
};

const haveCommonSuffix = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((a) => other.some((b) => a.endsWith(b) || b.endsWith(a)));

/** Whether there is a header with the columns of both that each of them takes. */
const isTakenByBoth = (one: PipelineFile, other: PipelineFile): boolean => {
  const lacks = (strict: PipelineFile, more: PipelineFile): boolean =>
    strict.input.extraColumns === 'refuse' && namesOf(more).some((name) => !namesOf(strict).includes(name));
  const isPart =
    namesOf(one).every((name) => namesOf(other).includes(name)) || namesOf(other).every((name) => namesOf(one).includes(name));
  return isPart && !lacks(one, other) && !lacks(other, one);
};

const namesOf = ({ input }: PipelineFile): string[] => input.columns.map(({ name }) => name);
