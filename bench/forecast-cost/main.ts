import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { billedDpuSeconds, jobRunDollars } from '@glue-relay/shared/cost/job-run-cost';
import { examplePrices } from '@glue-relay/shared/cost/prices';
import { parsePipelineFile } from '@glue-relay/shared/pipeline/parse-file';

/** What pip takes to install a job's Python modules on each worker before the script begins; an assumption. */
const INSTALL_SECONDS = 40;

interface Line {
  readonly step: string;
  readonly size: string;
  readonly seconds: number;
  readonly dpuSeconds: number;
}

/**
 * `npm run bench:cost`: what one run of the demand forecast is expected to cost on AWS. The model: each step takes the
 * seconds that it took here on 2 cores (bench/results/chain.json), though a worker has 4 and more, plus 40 s where it
 * installs Python modules; Glue bills that by the second, for a minute at least, times the DPUs of pipeline.yml.
 *
 * @param root - root of the clone
 */
export const bench = async (root: string): Promise<void> => {
  const { pipeline } = parsePipelineFile(readFileSync(join(root, 'glue/demand-forecast/pipeline.yml'), 'utf8'), 'pipeline.yml');
  const measured = JSON.parse(readFileSync(join(root, 'bench/results/chain.json'), 'utf8')).chain.steps as Record<string, number>;
  const lines = Object.entries(pipeline.steps).flatMap(([step, settings]): Line[] => {
    if (settings.kind !== 'glue-job') return [];
    const modules = settings.pythonModules ?? pipeline.pythonModules;
    const seconds = (measured[step] ?? 0) + (modules.length > 0 ? INSTALL_SECONDS : 0);
    const size = { workerType: settings.workerType, workers: settings.workers, maxCapacity: null, dpuSeconds: null };
    const dpuSeconds = billedDpuSeconds({ ...size, executionSeconds: seconds }) ?? 0;
    return [{ step, size: `${settings.workers} x ${settings.workerType}`, seconds, dpuSeconds }];
  });
  const all = lines.reduce((sum, { dpuSeconds }) => sum + dpuSeconds, 0);
  const dollars = (dpuSeconds: number, executionClass: 'STANDARD' | 'FLEX') =>
    `$${jobRunDollars({ dpuSeconds, executionClass }, examplePrices).toFixed(4)}`;
  const row = (...cells: [string, string, string, string, string, string]) =>
    process.stdout.write(`${cells.map((cell, index) => (index < 2 ? cell.padEnd(12) : cell.padStart(12))).join('')}\n`);
  row('step', 'workers', 'seconds', 'DPU-hours', 'standard', 'Flex');
  const hours = (dpuSeconds: number) => (dpuSeconds / 3_600).toFixed(4);
  for (const { step, size, seconds, dpuSeconds } of lines) {
    row(step, size, seconds.toFixed(1), hours(dpuSeconds), dollars(dpuSeconds, 'STANDARD'), dollars(dpuSeconds, 'FLEX'));
  }
  row('all', '', '', hours(all), dollars(all, 'STANDARD'), dollars(all, 'FLEX'));
};
