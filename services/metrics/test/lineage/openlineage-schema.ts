import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/**
 * OpenLineage 2-0-2 as JSON Schema, as far as it is sent, written down from the specification (spec/OpenLineage.json and spec/facets/, Apache-2.0):
 * the files themselves are in no package. Stricter than it in one thing: what is not written here must not be sent.
 * `npm run check -- openlineage` holds events against the project's own client.
 */
type Properties = Readonly<Record<string, unknown>>;
const text = { type: 'string' };
const whole = { type: 'integer' };
const uri = { type: 'string', format: 'uri' };
const time = { type: 'string', format: 'date-time' };
const uuid = { type: 'string', format: 'uuid' };
const only = (properties: Properties, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const facet = (name: string, version: string, properties: Properties, required?: readonly string[]) => {
  const address = `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`;
  const base = { _producer: uri, _schemaURL: { ...uri, const: address } };
  return only({ ...base, ...properties }, [...Object.keys(base), ...(required ?? Object.keys(properties))]);
};

const job = { namespace: text, name: text };
const runFacets = {
  parent: facet('ParentRunFacet', '1-2-0', { run: only({ runId: uuid }), job: only(job) }),
  nominalTime: facet('NominalTimeRunFacet', '1-0-1', { nominalStartTime: time }),
  errorMessage: facet('ErrorMessageRunFacet', '1-0-1', { message: text, programmingLanguage: text }),
};
const jobType = facet('JobTypeJobFacet', '2-0-4', { processingType: text, integration: text, jobType: text });
const field = only({ name: text, type: text }, ['name']);
const datasetFacets = {
  dataSource: facet('DatasourceDatasetFacet', '1-0-1', { name: text, uri }),
  version: facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion: text }),
  schema: facet('SchemaDatasetFacet', '1-2-0', { fields: { type: 'array', items: field } }),
};
const columnMetrics = { type: 'object', additionalProperties: only({ nullCount: whole, count: { type: 'number' } }) };
const inputFacets = {
  dataQualityMetrics: facet('DataQualityMetricsInputDatasetFacet', '1-0-3', { rowCount: whole, columnMetrics }),
};
const outputFacets = { outputStatistics: facet('OutputStatisticsOutputDatasetFacet', '1-0-2', { rowCount: whole }) };
const dataset = (own: Properties) => only({ ...job, facets: only(datasetFacets, []), ...own });

const RUN_EVENT = only({
  eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
  eventTime: time,
  producer: uri,
  schemaURL: { ...uri, const: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent' },
  run: only({ runId: uuid, facets: only(runFacets, []) }),
  job: only({ ...job, facets: only({ jobType }) }),
  inputs: { type: 'array', items: dataset({ inputFacets: only(inputFacets, []) }) },
  outputs: { type: 'array', items: dataset({ outputFacets: only(outputFacets, []) }) },
});

const isRunEvent = addFormats(new Ajv2020({ allErrors: true })).compile(RUN_EVENT);

/** What is wrong with a run event; none is an empty list. */
export const faultsOf = (event: unknown): string[] =>
  isRunEvent(event) ? [] : (isRunEvent.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
