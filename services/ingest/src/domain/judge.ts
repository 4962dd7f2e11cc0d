import type { PipelineDefinition } from '@glue-relay/shared/pipeline/definition';
import { parametersInMetadata, resolveParameters } from '@glue-relay/shared/pipeline/parameters';
import { headerFault, noDataRows } from './header-faults';
import { ambiguous, routeByHeader } from './routing';
import type { Sniffed } from './sniff';
import type { Fault, Verdict } from './verdict';
import { rejected } from './verdict';

/**
 * Judges a table by its header, its first row and the parameters it carries.
 *
 * @param candidates - pipelines that the key fits, the longest prefix first
 * @param metadata - the object's user metadata
 */
export const judgeTable = (
  key: string,
  table: Extract<Sniffed, { kind: 'table' }>,
  candidates: readonly [PipelineDefinition, ...PipelineDefinition[]],
  metadata: Readonly<Record<string, string>>,
): Verdict => {
  const route = routeByHeader(table.header, candidates);
  switch (route.kind) {
    case 'none':
      return rejected(onlyName(candidates), headerFault(key, table.header, table.otherSeparator, route.nearest));
    case 'several':
      return rejected(null, ambiguous(key, route.pipelines));
    case 'one':
      return table.hasDataRow
        ? judgeParameters(key, route.pipeline, metadata)
        : rejected(route.pipeline.pipeline, noDataRows(key));
  }
};

/** A file that is no table is named after its pipeline only where the key leaves no choice. */
export const judgeUnfit = (candidates: readonly PipelineDefinition[], fault: Fault): Verdict =>
  rejected(onlyName(candidates), fault);

const judgeParameters = (key: string, definition: PipelineDefinition, metadata: Readonly<Record<string, string>>): Verdict => {
  const resolved = resolveParameters(definition.parameters, parametersInMetadata(metadata));
  if (resolved.ok) return { kind: 'accepted', pipeline: definition.pipeline, parameters: resolved.values };
  return rejected(definition.pipeline, {
    reason: 'bad-parameters',
    message: `${key} carries parameters that pipeline ${definition.pipeline} cannot take: ${resolved.faults.join('; ')}.`,
    remedy: 'Drop the file again with the parameters corrected (relay drop FILE --set NAME=VALUE).',
  });
};

const onlyName = (candidates: readonly PipelineDefinition[]): string | null =>
  candidates.length === 1 ? (candidates[0]?.pipeline ?? null) : null;
