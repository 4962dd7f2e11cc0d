import { SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pipelineParameters } from '@glue-relay/shared/aws/pipeline-parameters';
import { dynamoAlertStore } from '../../src/adapters/alert-store';
import { dynamoNoticeStore } from '../../src/adapters/notice-store';
import { dynamoRunStore } from '../../src/adapters/run-store';
import { runKey } from '../../src/adapters/table-keys';
import type { CommandRecord } from '../../src/domain/commands';
import type { JournalEntry } from '../../src/domain/journal';
import { entriesIn } from '../../src/domain/journal-items';
import type { Watch } from '../../src/domain/notices/alerts';
import type { Run } from '../../src/domain/run';
import type { KnownHealth, NoticeRecord } from '../../src/notice-ports';
import type { RunStore } from '../../src/ports';
import { clientOf } from '../twins/aws/client-twin';
import { memoryParameters } from '../twins/aws/memory-parameters';
import type { TableChange } from '../twins/aws/memory-table';
import { memoryTable } from '../twins/aws/memory-table';
import type { Item } from '../twins/aws/operands';
import { STAGE } from './deployed';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import type { Books, Storage, StorageOptions } from './storage';

const TABLE_NAME = 'relay-orchestrator-local';

/**
 * The real adapters over a twin of DynamoDB and of SSM.
 *
 * @param toIndex - when the index sees a write
 */
export const tableStorage = (options: StorageOptions, toIndex: (apply: () => void) => void): Storage => {
  const { clock, parameters } = options;
  const items = new Map<string, Item>();
  const runs = new Map<string, Run>();
  const writes = { journals: new Map<string, JournalEntry[]>(), permits: [] as number[] };
  const note = (changes: readonly TableChange[]): void => {
    for (const change of changes) noteOne(change);
    for (const { after } of changes) if (after?.sk === 'RUN') options.onRun(after.run as Run);
  };
  const noteOne = ({ before, after }: TableChange): void => {
    const { pk, sk } = after ?? before ?? {};
    if (!after) items.delete(`${pk}|${sk}`);
    else items.set(`${pk}|${sk}`, after);
    if (after && sk === 'RUN') runs.set(String(pk), after.run as Run);
    if (after && String(sk).startsWith('JOURNAL#')) {
      writes.journals.set(String(pk), [...(writes.journals.get(String(pk)) ?? []), ...entriesIn(after)]);
    }
    if (after && 'says' in after) options.onJournal(after);
  };
  const journalOf = (pk: string) => [...(writes.journals.get(pk) ?? []), ...(runs.get(pk)?.unfiled ?? [])];
  const table = memoryTable({ onChange: note, toIndex });
  const ssm = memoryParameters(parameters);
  return {
    storesOf: (call) => {
      const documents = clientOf(DynamoDBDocumentClient, (command) => call(command, table.answer));
      const runs = dynamoRunStore(documents, TABLE_NAME);
      const permitStart: RunStore['permitStart'] = async (limit, now) => {
        const isGranted = await runs.permitStart(limit, now);
        if (isGranted) writes.permits.push(now);
        return isGranted;
      };
      return {
        runs: { ...runs, permitStart },
        notices: dynamoNoticeStore(documents, TABLE_NAME),
        alerts: dynamoAlertStore(documents, TABLE_NAME),
        listPipelines: pipelineParameters(
          clientOf(SSMClient, (command) => call(command, ssm)),
          STAGE,
          clock,
        ),
      };
    },
    books: {
      ...booksOf(items, writes),
      runs: () => [...runs.values()],
      journalOf: (runId) => journalOf(runKey(runId).pk),
    },
  };
};

const booksOf = (
  items: ReadonlyMap<string, Item>,
  { permits }: { readonly permits: readonly number[] },
): Omit<Books, 'runs' | 'journalOf'> => {
  const withSk = (sk: string) => [...items.values()].filter((item) => item.sk === sk);
  const deadlineOf = (item: Item | undefined) => (item ? Date.parse(String(item.activeSk).split('#')[0] ?? '') : null);
  return {
    commands: () => withSk('ANSWER').map(({ record }) => record as CommandRecord),
    permits: () => permits,
    notices: () => withSk('NOTICE').map(({ record }) => record as NoticeRecord),
    occupied: () => [...items.values()].filter(isOccupied).map(({ pk }) => String(pk).slice('PIPELINE#'.length)),
    healthOf: (pipeline) => (items.get(`PIPELINE#${pipeline}|HEALTH`)?.known as KnownHealth | undefined) ?? null,
    watchOf: (pipeline) => (items.get(`PIPELINE#${pipeline}|WATCH`) as (Item & Watch) | undefined) ?? null,
    deadlineOf: (runId) => deadlineOf(items.get(`RUN#${runId}|DEADLINE`)),
  };
};

const isOccupied = ({ sk, active }: Item): boolean =>
  String(sk).startsWith('QUEUED#') || (sk === 'SLOTS' && active instanceof Set && active.size > 0);

/** The index sees writes in their order, some of them up to a second late. */
export const lateIndex = (time: Scheduler, random: Random) => {
  const late: (() => void)[] = [];
  return (apply: () => void): void => {
    late.push(apply);
    if (late.length === 1 && !random.chance(0.2)) late.shift()?.();
    else time.at(time.now() + random.between(1, 1_000), () => late.shift()?.());
  };
};
