import * as z from 'zod';
import { pythonTool } from './python-tools';
import { run } from './run';
import { type Finding, unwaived, waiversOf } from './waivers';

const scanSchema = z.object({
  results: z.record(z.string(), z.array(z.object({ type: z.string(), line_number: z.number() }))),
});

/** No file under version control holds what looks like a key, a token or a password (detect-secrets). */
export const secrets = async (): Promise<string[]> => {
  const skipped = [
    ...['--exclude-files', '(^|/)(package-lock\\.json|.*\\.lock)$'],
    // Keys of the local cloud and of tests.
    ...['--exclude-secrets', '^(test|none|secret)$'],
    // Hashes, run ids and samples of tests are as random as keys; what has a key's form is found by its form.
    ...['--disable-plugin', 'HexHighEntropyString', '--disable-plugin', 'Base64HighEntropyString'],
  ];
  const { code, stdout, output } = await run(await pythonTool('detect-secrets'), ['scan', ...skipped]);
  if (code !== 0) throw new Error(output);
  const findings = Object.entries(scanSchema.parse(JSON.parse(stdout)).results).flatMap(([file, found]) =>
    found.map(({ type, line_number }): Finding => ({ check: 'secret', at: file, message: `line ${line_number}: ${type}` })),
  );
  return unwaived(
    findings,
    waiversOf((check) => check === 'secret'),
  );
};
