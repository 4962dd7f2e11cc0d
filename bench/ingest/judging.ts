import { gzipSync } from 'node:zlib';
import { judgeObject } from '../../services/ingest/src/app/judge-object';
import { examplePipeline } from '../../shared/src/pipeline/definition';
import { quantile } from '../chain/trace';

const TIMES = 200;
const ROWS = 400_000;

const numbered = (index: number): string =>
  `2017-01-${String(1 + (index % 28)).padStart(2, '0')},${index % 10},${index % 50},${index % 97}.5`;
const TABLE = Buffer.from(`date,store,item,sales\n${Array.from({ length: ROWS }, (_, index) => numbered(index)).join('\n')}\n`);

/** Files that ask for much: by size, by packing, and by a first line that ends late. */
const FILES: Readonly<Record<string, readonly [string, Buffer]>> = {
  plain: ['raw/a.csv', TABLE],
  gzip: ['raw/a.csv.gz', gzipSync(TABLE)],
  headerOf500KiB: ['raw/a.csv', Buffer.concat([Buffer.from(`"${'x'.repeat(500 * 1024)}",`), TABLE])],
  noLineEnd: ['raw/a.csv', Buffer.alloc(8 * 1024 ** 2, 'x')],
};

/** Milliseconds of work and bytes read to judge a file, with no network in between. */
export const judgeOften = async (): Promise<Record<string, { p50Ms: number; p95Ms: number; bytesRead: number }>> => {
  const results: Record<string, { p50Ms: number; p95Ms: number; bytesRead: number }> = {};
  for (const [name, [key, bytes]] of Object.entries(FILES)) {
    const times: number[] = [];
    let bytesRead = 0;
    for (let time = 0; time < TIMES; time += 1) {
      bytesRead = 0;
      const began = performance.now();
      await judgeObject(
        {
          listPipelines: async () => new Map([[examplePipeline.pipeline, examplePipeline]]),
          readRelease: async () => undefined,
          readStart: async (_object, length) => {
            bytesRead += Math.min(length, bytes.length);
            return bytes.subarray(0, length);
          },
        },
        { bucket: 'bench', key, versionId: 'v1' },
        { versionId: 'v1', size: bytes.length, etag: null, lastModified: '2026-11-12T00:00:00.000Z', metadata: {} },
      );
      times.push(performance.now() - began);
    }
    const round = (figure: number) => Number(figure.toFixed(2));
    results[name] = { p50Ms: round(quantile(times, 0.5)), p95Ms: round(quantile(times, 0.95)), bytesRead };
  }
  return results;
};
