import { mkdirSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { pythonTool } from './python-tools';
import { run } from './run';

const FOLDER = '.relay/check';
const bomSchema = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.unknown()).min(1) });

/** Writes what the services and the jobs are made of, as CycloneDX, to `.relay/check/sbom-*.json`. */
export const sbom = async (): Promise<string[]> => {
  mkdirSync(FOLDER, { recursive: true });
  return [
    ...(await write('node', 'npm', ['sbom', '--sbom-format', 'cyclonedx'])),
    ...(await write('python', await pythonTool('cyclonedx-py'), ['environment', '.venv/bin/python'])),
  ];
};

const write = async (name: string, command: string, args: readonly string[]): Promise<string[]> => {
  const { code, stdout, output } = await run(command, args);
  if (code !== 0) return [`${name}: ${command} ended with ${code}: ${output.slice(0, 500)}`];
  const bom = bomSchema.safeParse(JSON.parse(stdout));
  if (!bom.success) return [`${name}: ${z.prettifyError(bom.error)}`];
  writeFileSync(`${FOLDER}/sbom-${name}.json`, stdout);
  return [];
};
