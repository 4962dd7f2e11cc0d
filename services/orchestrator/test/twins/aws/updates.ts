import type { Tokens } from './expression-tokens';
import { ExpressionError, tokensOf } from './expression-tokens';
import type { Item, Operand, Path, Scope } from './operands';
import { namesOf, readOperand, readPath, valueAt } from './operands';

/** Gives the item's attributes another form; every operand is of the item as it was. */
type Change = (scope: Scope, draft: Item) => Item;
type Update = (scope: Scope) => Item;

const known = new Map<string, Update>();

/**
 * An update expression as a function; an expression is read once.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const updateOf = (expression: string): Update => {
  const found = known.get(expression);
  if (found) return found;
  const changes = readChanges(tokensOf(expression));
  const update: Update = (scope) => changes.reduce((draft, change) => change(scope, draft), scope.item);
  known.set(expression, update);
  return update;
};

const readChanges = (tokens: Tokens): Change[] => {
  const changes: Change[] = [];
  while (tokens.peek() !== undefined) {
    const read = clauses[tokens.next().toUpperCase()];
    if (!read) throw new ExpressionError('An update begins with SET, REMOVE, ADD or DELETE');
    do changes.push(read(tokens));
    while (tokens.take(','));
  }
  return changes;
};

const readSet = (tokens: Tokens): Change => {
  const path = readPath(tokens);
  tokens.expect('=');
  const value = readSum(tokens);
  return (scope, draft) => withValue(draft, namesOf(path, scope), value(scope));
};

const readRemove = (tokens: Tokens): Change => {
  const path = readPath(tokens);
  return (scope, draft) => withValue(draft, namesOf(path, scope), undefined);
};

const readAdd = (tokens: Tokens): Change => {
  const { path, given } = readPathAndValue(tokens);
  return (scope, draft) => withValue(draft, namesOf(path, scope), added(valueAt(path, scope), given(scope)));
};

const readDelete = (tokens: Tokens): Change => {
  const { path, given } = readPathAndValue(tokens);
  return (scope, draft) => {
    const before = valueAt(path, scope);
    const gone = asSet(given(scope));
    if (before === undefined) return draft;
    const left = [...asSet(before)].filter((one) => !gone.has(one));
    // DynamoDB keeps no empty set.
    return withValue(draft, namesOf(path, scope), left.length > 0 ? new Set(left) : undefined);
  };
};

const clauses: Readonly<Record<string, (tokens: Tokens) => Change>> = {
  SET: readSet,
  REMOVE: readRemove,
  ADD: readAdd,
  DELETE: readDelete,
};

const readPathAndValue = (tokens: Tokens): { path: Path; given: Operand } => ({
  path: readPath(tokens),
  given: readOperand(tokens),
});

const readSum = (tokens: Tokens): Operand => {
  const left = readTerm(tokens);
  const sign = tokens.take('+') ? 1 : tokens.take('-') ? -1 : 0;
  if (sign === 0) return (scope) => required(left(scope));
  const right = readTerm(tokens);
  return (scope) => asNumber(left(scope)) + sign * asNumber(right(scope));
};

const readTerm = (tokens: Tokens): Operand => {
  if (!tokens.take('if_not_exists')) return readOperand(tokens);
  tokens.expect('(');
  const path = readPath(tokens);
  tokens.expect(',');
  const other = readOperand(tokens);
  tokens.expect(')');
  return (scope) => valueAt(path, scope) ?? other(scope);
};

const added = (before: unknown, given: unknown): unknown => {
  if (given instanceof Set) return before === undefined ? given : new Set([...asSet(before), ...given]);
  return asNumber(before ?? 0) + asNumber(given);
};

const withValue = (item: Item, [name = '', ...rest]: readonly string[], value: unknown): Item => {
  if (rest.length > 0) {
    const inner = item[name];
    if (typeof inner !== 'object' || inner === null) throw new ExpressionError(`There is no map ${name} to change`);
    return { ...item, [name]: withValue(inner as Item, rest, value) };
  }
  if (value !== undefined) return { ...item, [name]: value };
  const { [name]: _, ...others } = item;
  return others;
};

const required = (value: unknown): unknown => {
  if (value === undefined) throw new ExpressionError('An attribute that is not there has no value to set');
  return value;
};

const asNumber = (value: unknown): number => {
  if (typeof value !== 'number') throw new ExpressionError(`${String(value)} is no number`);
  return value;
};

const asSet = (value: unknown): ReadonlySet<unknown> => {
  if (!(value instanceof Set)) throw new ExpressionError(`${String(value)} is no set`);
  return value;
};
