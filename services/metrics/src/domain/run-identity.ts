import type { Dataset } from '@glue-relay/shared/dataset';
import type { RunState } from '@glue-relay/shared/states';

/** What a run works on and by which code, as its newest `Run State Change` says. */
export interface RunIdentity {
  readonly runId: string;
  readonly pipeline: string;
  /** Place of that change in the run's journal: the higher is the newer. */
  readonly sequence: number;
  readonly state: RunState;
  readonly createdAt: string;
  readonly dataset: Dataset;
  readonly codeVersion: string | null;
}
