import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

/** What a tool has found: its check and where, as `stack/LogicalId` or `package@version`. */
export interface Finding {
  readonly check: string;
  readonly at: string;
  readonly message: string;
}

const waiversSchema = z.array(
  z.strictObject({
    check: z.string(),
    /** Globs over where it is found. */
    at: z.array(z.string()).min(1),
    reason: z.string().min(20),
  }),
);
export type Waiver = z.infer<typeof waiversSchema>[number];

/** The waivers of `tools/check/waivers.yml` whose checks are of one tool. */
export const waiversOf = (isOfTool: (check: string) => boolean, file = 'tools/check/waivers.yml'): readonly Waiver[] =>
  waiversSchema.parse(parse(readFileSync(file, 'utf8'))).filter(({ check }) => isOfTool(check));

/** Findings that nobody gave a reason for, and waivers that waive nothing any more; both fail. */
export const unwaived = (findings: readonly Finding[], waivers: readonly Waiver[]): string[] => {
  const covers = (waiver: Waiver, glob: string, { check, at }: Finding): boolean =>
    waiver.check === check && matchesGlob(at, glob);
  const open = findings.filter((finding) => !waivers.some((waiver) => waiver.at.some((glob) => covers(waiver, glob, finding))));
  const idle = waivers.flatMap((waiver) =>
    waiver.at
      .filter((glob) => !findings.some((finding) => covers(waiver, glob, finding)))
      .map((glob) => `waivers.yml: ${waiver.check} at ${glob} matches no finding; remove it`),
  );
  return [...open.map(({ check, at, message }) => `${check} at ${at}: ${message}`), ...idle];
};
