import type { PipelineFile, TableFile } from '../pipeline/file-schema';
import { databaseNameOf } from '../pipeline/names';
import type { PipelineStack, Resource } from './glue-template';
import { pascal } from './names';

const PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
};

/**
 * The pipeline's tables in the Glue catalog, in a database of its own, where its crawlers put theirs. Partitions are projected, so that a run's rows can
 * be queried as soon as they are written, without a crawler or a job that may write the catalog: a query names its
 * `run_id`. Source: docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export const catalogResources = (stack: PipelineStack): Record<string, Resource> => {
  const tables = Object.entries(stack.file.tables);
  if (tables.length === 0 && !hasCrawlers(stack.file)) return {};
  return {
    Database: database(stack),
    ...Object.fromEntries(tables.map(([name, table]) => [`${pascal(name)}Table`, tableOf(stack, name, table)])),
  };
};

const hasCrawlers = ({ steps }: PipelineFile): boolean => Object.values(steps).some(({ kind }) => kind === 'crawler');

const database = ({ file, stage }: PipelineStack): Resource => ({
  Type: 'AWS::Glue::Database',
  Properties: {
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseInput: { Name: databaseNameOf(stage, file.pipeline), Description: `Tables of pipeline ${file.pipeline}` },
  },
});

const tableOf = ({ file, bucket }: PipelineStack, name: string, table: TableFile): Resource => {
  const [area, ...folder] = table.path.split('/');
  const location = `s3://${bucket}/${area}/${file.pipeline}/`;
  const partitions = { run_id: INJECTED, ...(table.months ? { month: monthsOf(table.months) } : {}) };
  const partitionPath = Object.keys(partitions).map((key) => `${key}=\${${key}}`);
  const [run, ...rest] = partitionPath;
  return {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: { Ref: 'Database' },
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: {
          classification: 'parquet',
          'projection.enabled': 'true',
          'storage.location.template': `${location}${[run, ...folder, ...rest].join('/')}`,
          ...projectionOf(partitions),
        },
        PartitionKeys: Object.keys(partitions).map((key) => ({ Name: key, Type: 'string' })),
        StorageDescriptor: { Location: location, Columns: columnsOf(table.columns), ...PARQUET },
      },
    },
  };
};

/** Run ids cannot be listed beforehand: a query must give the one that it wants. */
const INJECTED: Readonly<Record<string, string>> = { type: 'injected' };

const monthsOf = ({ from, to }: NonNullable<TableFile['months']>): Readonly<Record<string, string>> => ({
  type: 'date',
  format: 'yyyy-MM',
  range: `${from},${to}`,
  interval: '1',
  'interval.unit': 'MONTHS',
});

const projectionOf = (partitions: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(partitions).flatMap(([key, settings]) =>
      Object.entries(settings).map(([setting, value]) => [`projection.${key}.${setting}`, value]),
    ),
  );

const columnsOf = (columns: PipelineFile['tables'][string]['columns']) =>
  Object.entries(columns).map(([column, type]) => ({ Name: column, Type: type }));
