import type { JobReport } from '@glue-relay/shared/job-report';
import { jobReportSchema } from '@glue-relay/shared/job-report';
import * as z from 'zod';

/** An object under `metrics/` that cannot be taken as a step's report; the message says which part and why. Trying again does not help. */
export class InvalidReportError extends Error {
  override readonly name = 'InvalidReportError';
  constructor(
    readonly key: string,
    readonly fault: string,
  ) {
    super(`${key} is not a step's report: ${fault}`);
  }
}

const KEY = /^metrics\/(?<pipeline>[^/]+)\/run_id=(?<runId>[^/]+)\/(?<step>[^/]+)\.json$/;

/**
 * Reads a report and holds it against its key: a report in another's place would overwrite the other.
 *
 * @throws InvalidReportError naming every field that is wrong
 */
export const parseReportFile = (key: string, text: string): JobReport => {
  const place = KEY.exec(key)?.groups;
  if (!place) throw new InvalidReportError(key, 'expected a key metrics/<pipeline>/run_id=<run id>/<step>.json');
  const parsed = jobReportSchema.safeParse(parseJson(key, text));
  if (!parsed.success) throw new InvalidReportError(key, z.prettifyError(parsed.error));
  const report = parsed.data;
  const strays = (['pipeline', 'runId', 'step'] as const).filter((name) => report[name] !== place[name]);
  if (strays.length > 0) {
    const faults = strays.map((name) => `its ${name} is "${report[name]}" but its key says "${place[name]}"`);
    throw new InvalidReportError(key, faults.join('; '));
  }
  return report;
};

const parseJson = (key: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidReportError(key, error instanceof Error ? error.message : String(error));
  }
};
