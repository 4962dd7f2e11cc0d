import type { Dataset } from '@glue-relay/shared/dataset';
import type { JobReport } from '@glue-relay/shared/job-report';
import type { RecordedReport } from './recorded-report';
import type { RunIdentity } from './run-identity';

/** How good one model of one run is, on which data and by which code; these two are null until the run is known. */
export type Evaluation = JobReport['models'][number] & {
  readonly pipeline: string;
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  readonly evaluatedAt: string;
  readonly dataset: Dataset | null;
  readonly codeVersion: string | null;
};

/** The evaluations that a report holds. */
export const evaluationsOf = ({ report, writtenAt }: RecordedReport, run: RunIdentity | undefined): Evaluation[] => {
  const { pipeline, runId, step, attempt, models } = report;
  const known = { dataset: run?.dataset ?? null, codeVersion: run?.codeVersion ?? null };
  return models.map((model) => ({ ...model, pipeline, runId, step, attempt, evaluatedAt: writtenAt, ...known }));
};
