import * as z from 'zod';
import { SAMPLES } from '../../services/metrics/test/lineage/samples';
import { pythonTool } from './python-tools';
import { run } from './run';

/** What OpenLineage's own client would not have made so, of an event of every kind that `metrics` sends. */
export const openLineage = async (): Promise<string[]> => {
  const { code, stdout, output } = await run(await pythonTool('python'), ['tools/check/openlineage_client.py'], {
    input: JSON.stringify(SAMPLES),
  });
  if (code !== 0) throw new Error(`openlineage_client.py ended with ${code}:\n${output}`);
  return z.array(z.string()).parse(JSON.parse(stdout));
};
