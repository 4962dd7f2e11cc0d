import { basename, dirname } from 'node:path';
import * as z from 'zod';
import { pythonTool } from './python-tools';
import { run } from './run';
import { templates } from './templates';
import { type Finding, unwaived, waiversOf } from './waivers';

const cfnLintSchema = z.array(
  z.object({
    Filename: z.string(),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
);

const checkovSchema = z.object({
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), check_name: z.string(), file_abs_path: z.string(), resource: z.string() }),
    ),
  }),
  summary: z.object({ parsing_errors: z.number() }),
});

const stackOf = (file: string): string => basename(dirname(file));

/** cfn-lint over every packaged template. */
export const cfnLint = async (): Promise<string[]> => {
  const files = (await templates()).map(({ file }) => file);
  const { stdout, output } = await run(await pythonTool('cfn-lint'), ['--format', 'json', '--template', ...files]);
  const findings = cfnLintSchema.parse(jsonOf(stdout, output)).map(
    ({ Filename, Message, Rule, Location }): Finding => ({
      check: Rule.Id,
      at: `${stackOf(Filename)}/${Location.Path?.[1] ?? Location.Path?.[0] ?? ''}`,
      message: Message,
    }),
  );
  return unwaived(
    findings,
    waiversOf((check) => /^[EWI]\d+$/.test(check)),
  );
};

/** checkov over every packaged template, with the checks that it carries: it asks nobody. */
export const checkov = async (): Promise<string[]> => {
  const files = (await templates()).flatMap(({ file }) => ['--file', file]);
  const options = ['--framework', 'cloudformation', '--output', 'json', '--quiet', '--compact', '--skip-download'];
  const { stdout, output } = await run(await pythonTool('checkov'), [...options, ...files]);
  const { results, summary } = checkovSchema.parse(jsonOf(stdout, output));
  const findings = results.failed_checks.map(
    ({ check_id, check_name, file_abs_path, resource }): Finding => ({
      check: check_id,
      at: `${stackOf(file_abs_path)}/${resource.split('.').at(-1)}`,
      message: check_name,
    }),
  );
  return [
    ...(summary.parsing_errors > 0 ? [`checkov could not read ${summary.parsing_errors} templates`] : []),
    ...unwaived(
      findings,
      waiversOf((check) => check.startsWith('CKV')),
    ),
  ];
};

const jsonOf = (stdout: string, output: string): unknown => {
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`it printed no JSON:\n${output.slice(0, 2_000)}`);
  }
};
