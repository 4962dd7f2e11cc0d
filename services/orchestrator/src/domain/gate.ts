import type { ChampionDecided } from '@glue-relay/shared/events/champion-decided';
import type { Execution } from './observation';
import type { Work } from './work';

type Verdict = Pick<Execution, 'state' | 'errorMessage' | 'result'>;

/**
 * Whether a run's gate opens upon the newest decision about its model. One about an earlier attempt of the step that reported
 * is none: a redrive trains anew. Where the model stays challenger a gate fails, or waits for a person who approves it.
 */
export const judgeGate = (work: Work<'gate'>, decision: ChampionDecided): Verdict => {
  const { report, champion, challenger, sequence, outcome, reason } = decision;
  const result = { kind: 'champion', sequence, outcome, model: challenger.model, reason } as const;
  const isOutdated = report !== null && report.attempt !== work.attempts[report.step];
  if (isOutdated) return { state: 'RUNNING', errorMessage: null, result: null };
  if (champion.runId === work.runId) return { state: 'SUCCEEDED', errorMessage: null, result };
  return work.definition.challenger === 'wait'
    ? { state: 'RUNNING', errorMessage: null, result: null }
    : { state: 'FAILED', errorMessage: challengerText(work, decision), result };
};

const challengerText = ({ pipeline, runId }: Work<'gate'>, { challenger, reason }: ChampionDecided): string =>
  `${challenger.model} stays challenger: ${reason} To have it all the same: ` +
  `npx relay champion approve ${runId} --pipeline ${pipeline} --model ${challenger.model} --reason WHY, then npx relay redrive ${runId}`;
