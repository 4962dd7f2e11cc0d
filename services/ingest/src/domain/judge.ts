import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { partitionOf } from '@glue-relay/shared/pipeline/input';
import { parametersInMetadata, resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import { headerFault, noDataRows } from './header-faults';
import { noPartition, tooLarge } from './input-rules';
import { ambiguous, routeByHeader } from './routing';
import { sampleFault } from './sample-faults';
import type { Sniffed } from './sniff';
import type { Fault, Verdict } from './verdict';
import { rejected } from './verdict';

/** What is judged beside the content. */
export interface Judged {
  readonly key: string;
  readonly size: number;
  /** The object's user metadata. */
  readonly metadata: Readonly<Record<string, string>>;
}

type Table = Extract<Sniffed, { kind: 'table' }>;

/**
 * Judges a table by its header, its first rows, its size and key and the parameters it carries.
 *
 * @param candidates - pipelines that the key fits, the longest prefix first
 */
export const judgeTable = (
  judged: Judged,
  table: Table,
  candidates: readonly [PipelineDefinition, ...PipelineDefinition[]],
): Verdict => {
  const { key } = judged;
  const route = routeByHeader(table.header, candidates);
  switch (route.kind) {
    case 'none':
      return rejected(
        onlyName(candidates),
        amongOthers(headerFault(key, table.header, table.otherSeparator, route.nearest), route.nearest, candidates),
      );
    case 'several':
      return rejected(null, ambiguous(key, route.pipelines));
    case 'one':
      return judgeFor(judged, table, route.pipeline);
  }
};

/** A file that is no table is named after its pipeline only where the key leaves no choice. */
export const judgeUnfit = (candidates: readonly PipelineDefinition[], fault: Fault): Verdict =>
  rejected(onlyName(candidates), fault);

const judgeFor = (judged: Judged, table: Table, definition: PipelineDefinition): Verdict => {
  const { key, size } = judged;
  const { pipeline, input } = definition;
  if (!table.hasDataRow) return rejected(pipeline, noDataRows(key));
  const fault = tooLarge(key, size, definition) ?? sampleFault(key, table.header, table.rows, input.columns);
  return fault ? rejected(pipeline, fault) : admit(judged, definition, null);
};

/** What is left to judge when the content is fit, or is to run although it is not. */
export const admit = (
  { key, metadata }: Judged,
  definition: PipelineDefinition,
  override: Extract<Verdict, { kind: 'accepted' }>['override'],
): Verdict => {
  const { pipeline, input } = definition;
  const partition = partitionOf(key, input);
  if (partition === undefined) return rejected(pipeline, noPartition(key, definition));
  const resolved = resolveParameters(definition.parameters, parametersInMetadata(metadata));
  if (resolved.ok) return { kind: 'accepted', pipeline, parameters: resolved.values, partition, batch: input.batch, override };
  return rejected(pipeline, {
    reason: 'bad-parameters',
    message: `${key} carries parameters that pipeline ${pipeline} cannot take: ${resolved.faults.join('; ')}.`,
    remedy: 'Drop the file again with the parameters corrected (relay drop FILE --set NAME=VALUE).',
  });
};

/** Says whose columns a fault is about, where the key fits several pipelines. */
const amongOthers = (fault: Fault, nearest: PipelineDefinition, candidates: readonly PipelineDefinition[]): Fault => {
  const others = candidates.filter((one) => one !== nearest).map(({ pipeline }) => pipeline);
  if (others.length === 0) return fault;
  const whose = `These are the columns of pipeline ${nearest.pipeline}, which the header is nearest to; the key also fits ${others.join(', ')}.`;
  return { ...fault, remedy: `${fault.remedy} ${whose}` };
};

const onlyName = (candidates: readonly PipelineDefinition[]): string | null =>
  candidates.length === 1 ? (candidates[0]?.pipeline ?? null) : null;
