import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { run } from './run';
import { type Finding, unwaived, waiversOf } from './waivers';

/** Licences that packages may have; one of a choice is enough, all of a conjunction must be here. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'Apache Software License',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSD License',
  'CC0-1.0',
  'ISC',
  'ISC License (ISCL)',
  'MIT',
  'MIT-0',
  'MIT-CMU',
  'MIT License',
  'PSF-2.0',
  'Python-2.0',
  'Python Software Foundation License',
]);

const packageSchema = z.object({ license: z.union([z.string(), z.object({ type: z.string() })]).optional() });
const lockSchema = z.object({
  packages: z.record(z.string(), packageSchema.extend({ version: z.string().optional(), link: z.boolean().optional() })),
});

/** Every package of the lockfile and of the Python environment has a licence of the list, or a waiver with its reason. */
export const licences = async (): Promise<string[]> => {
  const packages = [...nodePackages(), ...(await pythonPackages())];
  const findings = packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ name, licence }): Finding => ({ check: 'licence', at: name, message: `licence ${licence || 'not told'}` }));
  return unwaived(
    findings,
    waiversOf((check) => check === 'licence'),
  );
};

export const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, (bracket) => (licence.includes(' AND ') || licence.includes(' OR ') ? '' : bracket))
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => ALLOWED.has(part.trim())));

interface Package {
  readonly name: string;
  readonly licence: string;
}

const nodePackages = (): Package[] =>
  Object.entries(lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    // Packages for other platforms are in the lockfile only; the same package for this one is looked at.
    .filter(([path, { license }]) => license !== undefined || existsSync(join(path, 'package.json')))
    .map(([path, { license }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      licence: textOf(license ?? packageSchema.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))).license),
    }));

const textOf = (license: z.infer<typeof packageSchema>['license']): string =>
  typeof license === 'object' ? license.type : (license ?? '');

/** Classifiers are told where a package has no SPDX expression; of several, one is enough. */
const SCRIPT = `
import json
from importlib.metadata import distributions
def licence(m):
    named = [c.split(" :: ")[-1] for c in m.get_all("Classifier", []) if c.startswith("License ::")]
    return m.get("License-Expression") or " OR ".join(named) or (m.get("License") or "")[:60]
print(json.dumps([{"name": d.name, "licence": licence(d.metadata)} for d in distributions()]))
`;

const pythonPackages = async (): Promise<Package[]> => {
  const { code, stdout, output } = await run('.venv/bin/python', ['-c', SCRIPT]);
  if (code !== 0) throw new Error(output);
  return z.array(z.object({ name: z.string(), licence: z.string() })).parse(JSON.parse(stdout));
};
