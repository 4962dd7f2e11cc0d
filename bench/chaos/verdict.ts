import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { JOURNAL_PREFIX, runKey } from '../../services/orchestrator/src/adapters/table-keys';
import type { JournalEntry } from '../../services/orchestrator/src/domain/journal';
import { replay } from '../../services/orchestrator/src/domain/journal';
import type { Run } from '../../services/orchestrator/src/domain/run';
import type { TraceLine } from '../chain/trace';
import { RUN_TABLE } from '../support/engine-cloud';

/** Runs that are not there, or did not end as they must: no job of theirs fails. */
export const lost = (runIds: readonly string[], runs: readonly Run[]): string[] => {
  const stateOf = new Map(runs.map(({ runId, status }) => [runId, status.state]));
  return runIds
    .filter((runId) => stateOf.get(runId) !== 'SUCCEEDED')
    .map((runId) => `${runId} is ${stateOf.get(runId) ?? 'not there'}`);
};

/** Attempts that Glue was asked to start more or less often than once, by the cloud's own trace. */
export const notOnce = (runs: readonly Run[], trace: readonly TraceLine[]): string[] => {
  const starts = new Map<string, number>();
  for (const line of trace) {
    if (line.event !== 'start_job_run_received') continue;
    const attempt = `${line.relay_run_id} ${line.relay_step}`;
    starts.set(attempt, (starts.get(attempt) ?? 0) + 1);
  }
  return runs.flatMap(({ runId, definition, tries }) =>
    definition.steps.flatMap(({ name }) => {
      const wanted = tries[name]?.attempts ?? 0;
      const had = starts.get(`${runId} ${name}`) ?? 0;
      return had === wanted ? [] : [`${runId}: ${name} was started ${had} times for ${wanted} attempts`];
    }),
  );
};

/** Runs whose journal, played, is not the run. */
export const brokenHistories = async (documents: DynamoDBDocumentClient, runs: readonly Run[]): Promise<string[]> => {
  const broken: string[] = [];
  for (const run of runs) {
    const problem = await historyProblem(documents, run);
    if (problem) broken.push(`${run.runId}: ${problem}`);
  }
  return broken;
};

const historyProblem = async (documents: DynamoDBDocumentClient, run: Run): Promise<string | null> => {
  const journal: JournalEntry[] = [];
  const query = {
    TableName: RUN_TABLE,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': runKey(run.runId).pk, ':prefix': JOURNAL_PREFIX },
  };
  for await (const page of paginateQuery({ client: documents }, query)) {
    for (const item of page.Items ?? []) journal.push(...(item.entries as JournalEntry[]));
  }
  journal.push(...run.unfiled);
  try {
    const told = replay(journal);
    if (told.run !== run.status.state) return `the journal ends with ${told.run}`;
    const untrue = Object.entries(run.steps).filter(([name, step]) => (told.steps[name] ?? 'PENDING') !== step.state);
    return untrue.length > 0 ? `the journal is wrong about ${untrue.map(([name]) => name)}` : null;
  } catch (error) {
    return String(error);
  }
};
