/**
 * The part of OpenLineage that is sent: a run event with the facets below, by version 2-0-2 of the specification.
 * Source: github.com/OpenLineage/OpenLineage, spec/OpenLineage.json and spec/facets/; versions of facets are those of its client 1.54.0.
 */
export interface OpenLineageEvent {
  readonly eventType: EventType;
  /** ISO 8601, UTC: when it happened, not when it is sent. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets<'parent' | 'nominalTime' | 'errorMessage'> };
  readonly job: JobName & { readonly facets: Facets<'jobType'> };
  readonly inputs: readonly InputDataset[];
  readonly outputs: readonly OutputDataset[];
}

/** `OTHER` adds to a run what does not change its state, and may come after its end. */
export type EventType = 'START' | 'COMPLETE' | 'FAIL' | 'ABORT' | 'OTHER';

/** A job's name is unique within its namespace, here one stage of one account and region. */
export interface JobName {
  readonly namespace: string;
  readonly name: string;
}

export interface Facet {
  readonly _producer: string;
  readonly _schemaURL: string;
  readonly [field: string]: unknown;
}
type Facets<Name extends string> = Readonly<Partial<Record<Name, Facet>>>;

interface Dataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets<'dataSource' | 'version' | 'schema'>;
}
export type InputDataset = Dataset & { readonly inputFacets: Facets<'dataQualityMetrics'> };
export type OutputDataset = Dataset & { readonly outputFacets: Facets<'outputStatistics'> };

const PRODUCER = 'urn:glue-relay';
const SPECIFICATION = 'https://openlineage.io/spec';

const VERSIONS = {
  ParentRunFacet: '1-2-0',
  NominalTimeRunFacet: '1-0-1',
  ErrorMessageRunFacet: '1-0-1',
  JobTypeJobFacet: '2-0-4',
  DatasourceDatasetFacet: '1-0-1',
  DatasetVersionDatasetFacet: '1-0-1',
  SchemaDatasetFacet: '1-2-0',
  DataQualityMetricsInputDatasetFacet: '1-0-3',
  OutputStatisticsOutputDatasetFacet: '1-0-2',
} as const;

/** Every facet that is sent. */
export const FACETS: readonly string[] = Object.keys(VERSIONS);

export const facetOf = (name: keyof typeof VERSIONS, fields: Readonly<Record<string, unknown>>): Facet => ({
  _producer: PRODUCER,
  _schemaURL: `${SPECIFICATION}/facets/${VERSIONS[name]}/${name}.json#/$defs/${name}`,
  ...fields,
});

/** An event with what it has of inputs and outputs. */
export const eventOf = (
  event: Pick<OpenLineageEvent, 'eventType' | 'eventTime' | 'run' | 'job'> &
    Partial<Pick<OpenLineageEvent, 'inputs' | 'outputs'>>,
): OpenLineageEvent => ({
  producer: PRODUCER,
  schemaURL: `${SPECIFICATION}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  inputs: [],
  outputs: [],
  ...event,
});
