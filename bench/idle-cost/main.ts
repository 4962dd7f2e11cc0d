import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipelineAlarms } from '@glue-relay/shared/deploy/pipeline-alarms';
import { definitionOf } from '@glue-relay/shared/pipeline/deploy-definition';
import { parsePipelineFile } from '@glue-relay/shared/pipeline/parse-file';
import type { IdleStage } from './model';
import { idleCosts } from './model';
import prices from './prices.json';

const PIPELINE_FILE = 'glue/demand-forecast/pipeline.yml';

/**
 * `npm run bench:idle-cost`: what a stage with one pipeline costs a month on AWS while nothing runs, from what the stacks
 * declare and list prices (prices.json). Storage is left out: it goes with the data.
 *
 * @param root - root of the clone
 */
export const bench = async (root: string): Promise<void> => {
  const lines = idleCosts(stageOf(root), prices);
  for (const { what, dollars } of lines) process.stdout.write(`${what.padEnd(64)} $${dollars.toFixed(2).padStart(6)}\n`);
  const all = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  process.stdout.write(`${'a month while nothing runs'.padEnd(64)} $${all.toFixed(2).padStart(6)}\n`);
};

const stageOf = (root: string): IdleStage => {
  const stacks = readdirSync(join(root, 'services')).map((service) =>
    readFileSync(join(root, 'services', service, 'serverless.yml'), 'utf8'),
  );
  const count = (pattern: RegExp): number => stacks.reduce((sum, text) => sum + [...text.matchAll(pattern)].length, 0);
  const { pipeline, order } = parsePipelineFile(readFileSync(join(root, PIPELINE_FILE), 'utf8'), PIPELINE_FILE);
  const ofPipeline = Object.keys(pipelineAlarms(definitionOf(pipeline, order, 'prod', 'v'), 'prod', 'topic')).length;
  return {
    alarms: count(/^\s+AlarmName:/gm) + ofPipeline,
    dashboards: 2,
    queuesRead: count(/^\s+(- )?sqs:/gm),
    sweeps: count(/Type: AWS::Scheduler::Schedule$/gm),
  };
};
