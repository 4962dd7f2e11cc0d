import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { QueryCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Answer } from './client-twin';
import { answering, on } from './client-twin';
import { conditionOf } from './conditions';
import { ExpressionError } from './expression-tokens';
import type { Item } from './operands';
import { updateOf } from './updates';

/** A write that took effect. */
export interface TableChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** One DynamoDB table with keys `pk` and `sk` and one sparse index, in memory. Documents are immutable, so none is copied. */
export interface MemoryTable {
  readonly answer: Answer;
  readonly get: (pk: string, sk: string) => Item | undefined;
  /** A partition's items in the order of `sk`. */
  readonly partition: (pk: string) => readonly Item[];
}

export interface TableOptions {
  /** Told of every write, the writes of a transaction at once. */
  readonly onChange?: (changes: readonly TableChange[]) => void;
  /** When the index sees a write: at once, unless this puts it off. */
  readonly toIndex?: (apply: () => void) => void;
}

/** The index `active` of serverless.yml. */
const INDEX = { pk: 'activePk', sk: 'activeSk' } as const;
const MOST_TRANSACTION_ITEMS = 100;
/** Items of a page of a query without a limit; the service's is 1 MB, this makes the twin page at all. */
const PAGE = 1;

type Key = Readonly<Record<string, unknown>>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];
interface Conditioned {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

export const memoryTable = ({ onChange = () => {}, toIndex = (apply) => apply() }: TableOptions = {}): MemoryTable => {
  const partitions = new Map<string, Map<string, Item>>();
  const index = new Map<string, Item>();
  const partitionOf = (pk: string) => partitions.get(pk) ?? new Map<string, Item>();
  const get = (pk: string, sk: string) => partitions.get(pk)?.get(sk);
  const find = ({ pk, sk }: Key) => get(String(pk), String(sk));
  const partition = (pk: string) => sorted([...partitionOf(pk).values()], 'sk');

  const put = (key: Key, after: Item | undefined): TableChange => {
    const [pk, sk] = [String(key.pk), String(key.sk)];
    const before = get(pk, sk);
    if (after) partitions.set(pk, partitionOf(pk).set(sk, after));
    else partitions.get(pk)?.delete(sk);
    if (before?.[INDEX.pk] !== undefined || after?.[INDEX.pk] !== undefined) toIndex(() => showInIndex(pk, sk, after));
    return { before, after };
  };
  const write = (key: Key, after: Item | undefined): void => onChange([put(key, after)]);

  const showInIndex = (pk: string, sk: string, item: Item | undefined): void => {
    const { [INDEX.pk]: activePk, [INDEX.sk]: activeSk } = item ?? {};
    if (activePk === undefined) index.delete(`${pk}|${sk}`);
    else index.set(`${pk}|${sk}`, { pk, sk, [INDEX.pk]: activePk, [INDEX.sk]: activeSk });
  };

  const holds = (key: Key, { ConditionExpression, ...given }: Conditioned): boolean =>
    ConditionExpression === undefined || checked(() => conditionOf(ConditionExpression)(scopeOf(find(key) ?? {}, given)));

  const unlessRefused = (key: Key, given: Conditioned, act: () => object): object => {
    if (holds(key, given)) return act();
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  };

  const updated = (key: Key, expression: string, given: Conditioned): Item =>
    checked(() => updateOf(expression)(scopeOf(find(key) ?? key, given)));

  /** What a write of a transaction does, prepared before any is done. */
  const prepared = ({ Put, Update, Delete, ConditionCheck }: TransactItem) => {
    if (Put?.Item) return { key: Put.Item, given: Put, after: () => Put.Item };
    if (Delete?.Key) return { key: Delete.Key, given: Delete, after: () => undefined };
    if (ConditionCheck?.Key) return { key: ConditionCheck.Key, given: ConditionCheck, after: null };
    if (!Update?.Key || !Update.UpdateExpression) throw invalid('a transaction has an item without an action');
    const { Key: key, UpdateExpression: expression } = Update;
    return { key, given: Update, after: () => updated(key, expression, Update) };
  };

  const transact = ({ TransactItems = [] }: TransactWriteCommandInput): object => {
    const writes = TransactItems.map(prepared);
    const keys = new Set(writes.map(({ key }) => `${key.pk}|${key.sk}`));
    if (keys.size !== writes.length) throw invalid('Transaction request cannot include multiple operations on one item');
    if (writes.length > MOST_TRANSACTION_ITEMS) throw invalid('Member must have length less than or equal to 100');
    const refused = writes.map(({ key, given }) => !holds(key, given));
    if (refused.includes(true)) {
      const CancellationReasons = refused.map((one) => ({ Code: one ? 'ConditionalCheckFailed' : 'None' }));
      throw new TransactionCanceledException({ message: 'Transaction cancelled', CancellationReasons, $metadata: {} });
    }
    const results = writes.map(({ key, after }) => ({ key, after: after?.(), isWrite: after !== null }));
    onChange(results.flatMap(({ key, after, isWrite }) => (isWrite ? [put(key, after)] : [])));
    return {};
  };

  const query = (input: QueryCommandInput): object => {
    const { IndexName, KeyConditionExpression = '', ScanIndexForward = true, Limit = PAGE, ExclusiveStartKey } = input;
    if (IndexName !== undefined && input.ConsistentRead) throw invalid('Consistent reads are not supported on secondary indexes');
    const holdsFor = conditionOf(KeyConditionExpression);
    const candidates = IndexName === undefined ? [...partitionOf(partitionIn(input)).values()] : [...index.values()];
    const found = checked(() => candidates.filter((item) => holdsFor(scopeOf(item, input))));
    const inOrder = sorted(found, IndexName === undefined ? 'sk' : INDEX.sk);
    const ordered = ScanIndexForward ? inOrder : inOrder.reverse();
    const start = ExclusiveStartKey ? ordered.findIndex((item) => isSame(item, ExclusiveStartKey)) + 1 : 0;
    const Items = ordered.slice(start, start + Limit);
    const last = Items.at(-1);
    const { pk: lastPk, sk: lastSk } = last ?? {};
    return start + Limit < ordered.length ? { Items, LastEvaluatedKey: { pk: lastPk, sk: lastSk } } : { Items };
  };

  const answer = answering(
    on(GetCommand, ({ Key }) => ({ Item: find(Key ?? {}) })),
    on(PutCommand, (input) => unlessRefused(input.Item ?? {}, input, () => ({ written: write(input.Item ?? {}, input.Item) }))),
    on(DeleteCommand, (input) => unlessRefused(input.Key ?? {}, input, () => ({ written: write(input.Key ?? {}, undefined) }))),
    on(UpdateCommand, (input) =>
      unlessRefused(input.Key ?? {}, input, () => {
        const after = updated(input.Key ?? {}, input.UpdateExpression ?? '', input);
        write(input.Key ?? {}, after);
        return input.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
      }),
    ),
    on(TransactWriteCommand, transact),
    on(QueryCommand, query),
  );
  return { answer, get, partition };
};

/** The partition that a query of the table names first. */
const partitionIn = ({ KeyConditionExpression = '', ExpressionAttributeValues = {} }: QueryCommandInput): string => {
  const name = /^\s*pk\s*=\s*(:\w+)/.exec(KeyConditionExpression)?.[1];
  if (name === undefined) throw invalid('Query condition missed key schema element: pk');
  return String(ExpressionAttributeValues[name]);
};

const scopeOf = (item: Item, { ExpressionAttributeNames, ExpressionAttributeValues }: Conditioned) => ({
  item,
  names: ExpressionAttributeNames ?? {},
  values: ExpressionAttributeValues ?? {},
});

const sorted = (items: Item[], by: string): Item[] =>
  items.sort((one, other) => {
    const [left, right] = [String(one[by]), String(other[by])];
    return left < right ? -1 : left > right ? 1 : 0;
  });

const isSame = (item: Item, { pk, sk }: Key): boolean => item.pk === pk && item.sk === sk;

const invalid = (message: string) =>
  new DynamoDBServiceException({ name: 'ValidationException', $fault: 'client', message, $metadata: {} });

const checked = <Value>(evaluate: () => Value): Value => {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ExpressionError) throw invalid(error.message);
    throw error;
  }
};
