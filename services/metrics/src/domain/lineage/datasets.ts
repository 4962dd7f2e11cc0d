import type { Dataset } from '@glue-relay/shared/dataset';
import type { StepReported } from '@glue-relay/shared/events/step-reported';
import type { ColumnProfile } from '@glue-relay/shared/job-report';
import type { PipelineInput } from '@glue-relay/shared/pipeline/input';
import type { InputDataset, OutputDataset } from './openlineage';
import { facetOf } from './openlineage';

/** Names are those of OpenLineage for S3. Source: openlineage.io/docs/spec/naming */
const atPlace = (bucket: string, name: string, version: string | null) => {
  const namespace = `s3://${bucket}`;
  return {
    namespace,
    name,
    facets: {
      dataSource: facetOf('DatasourceDatasetFacet', { name: bucket, uri: namespace }),
      ...(version === null ? {} : { version: facetOf('DatasetVersionDatasetFacet', { datasetVersion: version }) }),
    },
  };
};

/** What a run is about: the object, and its version. */
export const datasetOfRun = ({ bucket, key, versionId }: Dataset): InputDataset => ({
  ...atPlace(bucket, key, versionId),
  inputFacets: {},
});

/** The same with its columns as the pipeline declares them, and with what a step found in them. A batch's list has no columns. */
export const datasetWithColumns = (
  dataset: Dataset,
  { prefix, columns }: Pick<PipelineInput, 'prefix' | 'columns'>,
  profile: readonly ColumnProfile[],
): InputDataset => {
  const { facets, ...place } = datasetOfRun(dataset);
  if (!dataset.key.startsWith(prefix)) return { ...place, facets };
  const fields = columns.map(({ name, type }) => (type === 'any' ? { name } : { name, type }));
  const schema = facetOf('SchemaDatasetFacet', { fields });
  return { ...place, facets: { ...facets, schema }, inputFacets: qualityOf(profile) };
};

const qualityOf = (profile: readonly ColumnProfile[]): InputDataset['inputFacets'] => {
  const [first] = profile;
  if (!first) return {};
  const columnMetrics = Object.fromEntries(
    profile.map(({ column, rows, missing }) => [column, { nullCount: missing, count: rows - missing }]),
  );
  return { dataQualityMetrics: facetOf('DataQualityMetricsInputDatasetFacet', { rowCount: first.rows, columnMetrics }) };
};

type Written = Pick<StepReported, 'runId' | 'outputs' | 'rows'>;

/**
 * What a step wrote. A data set keeps its name from run to run, and the run is its version. Rows are told apart by data set
 * where the report does: those put aside, and those of a step's only output.
 */
export const datasetsWritten = ({ runId, outputs, rows }: Written): OutputDataset[] => {
  const places = Object.values(outputs).flatMap((uri) => placeOf(uri, runId) ?? []);
  const kept = places.filter(({ name }) => !isQuarantine(name));
  return places.map(({ bucket, name }) => {
    const rowCount = isQuarantine(name) ? rows.quarantined : kept.length === 1 ? rows.out : null;
    return {
      ...atPlace(bucket, name, runId),
      outputFacets: rowCount === null ? {} : { outputStatistics: facetOf('OutputStatisticsOutputDatasetFacet', { rowCount }) },
    };
  });
};

/** What a step reads of one that came before it: all that it wrote but what it put aside. */
export const datasetsPassedOn = (before: Written): InputDataset[] =>
  datasetsWritten(before)
    .filter(({ name }) => !isQuarantine(name))
    .map(({ outputFacets: _, ...dataset }) => ({ ...dataset, inputFacets: {} }));

const isQuarantine = (name: string): boolean => name.startsWith('quarantine/');

const placeOf = (uri: string, runId: string): { readonly bucket: string; readonly name: string } | undefined => {
  const [, bucket, key] = /^s3a?:\/\/([^/]+)\/(.+?)\/?$/.exec(uri) ?? [];
  return bucket && key ? { bucket, name: key.replace(`/run_id=${runId}`, '') } : undefined;
};
