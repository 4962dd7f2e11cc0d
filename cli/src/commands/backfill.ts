import { randomUUID } from 'node:crypto';
import type { CommandResult, Context } from '../context';
import { EXIT } from '../exit-code';
import { FOLLOW_DEFAULTS, followRun } from '../follow';
import type { BackfillItem, BackfillRequest, OrchestratorApi } from '../orchestrator-api/client';
import { orchestratorApiOf } from '../orchestrator-api/client';
import { exitCodeOf } from '../outcome';
import { pollMsOf } from '../pace';
import { backfillTable } from '../render/backfill';
import { statusApiOf } from '../status-api/client';
import type { Run } from '../status-api/schemas';
import type { Target, TargetOptions } from '../target';
import { chooseTarget } from '../target';

export interface BackfillOptions extends TargetOptions {
  readonly pipeline: string;
  readonly prefix: string;
  readonly since?: string;
  readonly until?: string;
  readonly reprocess: BackfillRequest['reprocess'];
  readonly set: Readonly<Record<string, string>>;
  readonly dryRun?: boolean;
  readonly concurrency?: number;
  readonly id?: string;
  readonly wait?: boolean;
}

const MOST_AT_ONCE = 100;

/** `relay backfill`: runs for what lies in the bucket already, page by page, under an id that a repeat may name. */
export const backfill = async (context: Context, options: BackfillOptions): Promise<CommandResult> => {
  const target = chooseTarget(context, options);
  const api = await orchestratorApiOf(context, target);
  const id = options.id ?? randomUUID();
  const dryRun = options.dryRun === true;
  if (!dryRun) context.say(`Backfill ${id}`);
  const waits = !dryRun && (options.wait === true || options.concurrency !== undefined);
  const items: BackfillItem[] = [];
  const runs: Run[] = [];
  let askedAt = context.now();
  for await (const page of pagesOf(api, id, options)) {
    items.push(...page);
    if (!waits) continue;
    for (const runId of new Set(page.flatMap(runIdsOf))) runs.push(await endOf(context, target, runId, askedAt));
    askedAt = context.now();
  }
  const failed = items.some(({ answer }) => answer?.outcome === 'refused') || runs.some((run) => exitCodeOf(run) === EXIT.failed);
  const ended = waits ? { runs: runs.map(({ runId, state }) => ({ runId, state })) } : {};
  return {
    document: { id: dryRun ? null : id, dryRun, items, ...ended },
    text: backfillTable(items, dryRun, runs),
    exitCode: failed ? EXIT.failed : EXIT.ok,
  };
};

async function* pagesOf(api: OrchestratorApi, id: string, options: BackfillOptions): AsyncGenerator<readonly BackfillItem[]> {
  const { pipeline, prefix, reprocess } = options;
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<OrchestratorApi['backfill']>> = await api.backfill(id, {
      pipeline,
      prefix,
      reprocess,
      since: options.since ?? null,
      until: options.until ?? null,
      parameters: options.set,
      dryRun: options.dryRun === true,
      limit: options.concurrency ?? MOST_AT_ONCE,
      after,
    });
    yield page.items;
    after = page.next;
  } while (after !== null);
}

const runIdsOf = ({ answer }: BackfillItem): string[] => (answer && answer.outcome !== 'refused' ? [answer.runId] : []);

/** How long the status service may still know a redriven run by its end of before, in ms. */
const HEARD_WITHIN_MS = 15_000;

/** Waits for a run that was just made or taken up again. */
const endOf = async (context: Context, target: Target, runId: string, askedAt: Date): Promise<Run> => {
  const run = await followRun(await statusApiOf(context, target), runId, {
    ...FOLLOW_DEFAULTS,
    signal: context.signal,
    pollMs: pollMsOf(target),
    onUpdate: () => undefined,
    isNews: ({ endedAt }) => new Date(endedAt ?? 0) >= askedAt || context.now().getTime() - askedAt.getTime() > HEARD_WITHIN_MS,
  });
  context.say(`${runId} ${run.state}`);
  return run;
};
