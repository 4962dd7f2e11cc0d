import type { Finding } from '../doctor/finding';

/** One line a finding, what to do below it, and the count at the end. */
export const doctorReport = (stage: string, findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, what, remedy }) => [
    `${level.padEnd(4)}  ${check.padEnd(width)}  ${what}`,
    ...(remedy ? [`${' '.repeat(width + 8)}-> ${remedy}`] : []),
  ]);
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  return [...lines, '', `Stage ${stage}: ${count('ok')} well, ${count('warn')} to look at, ${count('fail')} to mend.`, ''].join(
    '\n',
  );
};
