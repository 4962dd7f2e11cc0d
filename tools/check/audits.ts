import { readdirSync } from 'node:fs';
import * as z from 'zod';
import { NotRun } from './not-run';
import { pythonTool } from './python-tools';
import { run } from './run';
import { type Finding, unwaived, waiversOf } from './waivers';

const npmSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
});
const pipSchema = z.object({
  dependencies: z.array(
    z.object({ name: z.string(), vulns: z.array(z.object({ id: z.string(), description: z.string() })).default([]) }),
  ),
});

/**
 * Known vulnerabilities of Node and Python packages.
 *
 * @throws NotRun where a registry or an advisory service does not answer: no answer is not "none"
 */
export const audits = async (): Promise<string[]> => {
  const findings = [...(await npmAudit()), ...(await pipAudit())];
  return unwaived(
    findings,
    waiversOf((check) => check === 'advisory'),
  );
};

const npmAudit = async (): Promise<Finding[]> => {
  const { stdout, output } = await run('npm', ['audit', '--json']);
  const answer = npmSchema.safeParse(parsed(stdout));
  if (!answer.success) throw new NotRun(`npm audit: the registry gave no advisories (${firstLine(output)})`);
  return Object.entries(answer.data.vulnerabilities).map(([name, { severity, range }]) => ({
    check: 'advisory',
    at: name,
    message: `${severity}, versions ${range}; see npm audit`,
  }));
};

const pipAudit = async (): Promise<Finding[]> => {
  const options = ['--format', 'json', '--progress-spinner', 'off', '--disable-pip', '--require-hashes', '--timeout', '20'];
  const { stdout, output } = await run(await pythonTool('pip-audit'), [
    ...options,
    ...pythonLocks().flatMap((lock) => ['-r', lock]),
  ]);
  const answer = pipSchema.safeParse(parsed(stdout));
  if (!answer.success) throw new NotRun(`pip-audit: the advisory service gave no answer (${firstLine(output)})`);
  return answer.data.dependencies.flatMap(({ name, vulns }) =>
    vulns.map(({ id, description }) => ({ check: 'advisory', at: name, message: `${id} ${description.slice(0, 100)}` })),
  );
};

/** Locks of jobs and tests, of the checks and of what brings Java in. */
const pythonLocks = (): string[] =>
  readdirSync('local')
    .filter((file) => file.endsWith('.lock'))
    .map((file) => `local/${file}`);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const firstLine = (output: string): string =>
  output
    .split('\n')
    .find((line) => /error|warn audit|40\d|unreachable|refused/i.test(line))
    ?.trim()
    .slice(0, 160) ?? 'no message';
