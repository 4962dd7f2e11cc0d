import { crawlerNameOf, databaseNameOf } from '../pipeline/names';
import type { CrawlerStepFile } from '../pipeline/step-file';
import { crawlerRole } from './crawler-role';
import { crawledFolder, foldersBut, HIDDEN } from './crawler-target';
import type { PipelineStack, Resource } from './glue-template';

/** What the crawlers of a pipeline share: their role. */
export const crawlerResources = (stack: PipelineStack): Record<string, Resource> => {
  const crawlers = Object.values(stack.file.steps).filter((step): step is CrawlerStepFile => step.kind === 'crawler');
  const folders = [...new Set(crawlers.map(({ crawler: { path } }) => crawledFolder(stack.file, path)))];
  return folders.length > 0 ? { CrawlerRole: crawlerRole(stack, folders) } : {};
};

/**
 * The crawler of a step. What lies in its folder becomes one table, named after path and folder, with the run id and what else
 * is in the folders' names as partitions.
 * Source of the settings: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-glue-crawler.html and
 * docs.aws.amazon.com/glue/latest/dg/crawler-configuration.html
 */
export const crawler = ({ file, stage, bucket }: PipelineStack, step: string): Resource => {
  const settings = file.steps[step];
  if (settings?.kind !== 'crawler') throw new Error(`Step "${step}" is no crawler.`);
  const { path, recrawl } = settings.crawler;
  const folder = crawledFolder(file, path);
  const [area, dataSet] = path === 'input' ? ['raw', undefined] : path.split('/');
  return {
    Type: 'AWS::Glue::Crawler',
    Properties: {
      Name: crawlerNameOf(stage, file.pipeline, step),
      Description: `Step ${step} of pipeline ${file.pipeline}`,
      Role: { 'Fn::GetAtt': ['CrawlerRole', 'Arn'] },
      DatabaseName: databaseNameOf(stage, file.pipeline),
      TablePrefix: `${[area, dataSet].filter(Boolean).join('_').replaceAll('-', '_').toLowerCase()}_`,
      Targets: {
        S3Targets: [{ Path: `s3://${bucket}/${folder}`, Exclusions: [...HIDDEN, ...(dataSet ? foldersBut(dataSet) : [])] }],
      },
      ...policiesOf(recrawl),
      Configuration: JSON.stringify({
        Version: 1,
        Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas', TableLevelConfiguration: levelOf(folder) },
        CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
      }),
      Tags: { application: 'glue-relay', stage, pipeline: file.pipeline },
    },
    DependsOn: ['Database'],
  };
};

/** The bucket is level 1. Source: docs.aws.amazon.com/glue/latest/dg/crawler-table-level.html */
const levelOf = (folder: string): number => folder.split('/').filter(Boolean).length + 1;

/**
 * A crawl never deletes what it does not find any more: queries over old runs go on. Glue takes new folders only where both
 * behaviours are LOG. Source: docs.aws.amazon.com/glue/latest/dg/incremental-crawls.html
 */
const policiesOf = (recrawl: CrawlerStepFile['crawler']['recrawl']) =>
  recrawl === 'everything'
    ? {
        SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'LOG' },
        RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' },
      }
    : {
        SchemaChangePolicy: { UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' },
        RecrawlPolicy: { RecrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' },
      };
