import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pipeline's folder with the file given and a script `jobs/clean.py`; it goes with the test. */
export const pipelineFolder = (file: string): string => {
  const root = mkdtempSync(join(tmpdir(), 'pipeline-'));
  made.push(root);
  mkdirSync(join(root, 'sales/jobs'), { recursive: true });
  writeFileSync(join(root, 'sales/pipeline.yml'), file);
  writeFileSync(join(root, 'sales/jobs/clean.py'), 'print(1)');
  return join(root, 'sales');
};

const made: string[] = [];
afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true });
});
