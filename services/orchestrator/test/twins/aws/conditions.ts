import type { Tokens } from './expression-tokens';
import { ExpressionError, tokensOf } from './expression-tokens';
import type { Operand, Scope } from './operands';
import { readOperand, readPath, valueAt } from './operands';

type Condition = (scope: Scope) => boolean;

const known = new Map<string, Condition>();

/**
 * A condition, filter or key condition as a function; an expression is read once.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export const conditionOf = (expression: string): Condition => {
  const found = known.get(expression);
  if (found) return found;
  const tokens = tokensOf(expression);
  const condition = readOr(tokens);
  if (tokens.peek() !== undefined) throw new ExpressionError(`"${expression}" goes on with "${tokens.peek()}"`);
  known.set(expression, condition);
  return condition;
};

const readOr = (tokens: Tokens): Condition => {
  const either = [readAnd(tokens)];
  while (tokens.take('OR')) either.push(readAnd(tokens));
  return (scope) => either.some((one) => one(scope));
};

const readAnd = (tokens: Tokens): Condition => {
  const all = [readNot(tokens)];
  while (tokens.take('AND')) all.push(readNot(tokens));
  return (scope) => all.every((one) => one(scope));
};

const readNot = (tokens: Tokens): Condition => {
  if (!tokens.take('NOT')) return readOne(tokens);
  const denied = readNot(tokens);
  return (scope) => !denied(scope);
};

const readOne = (tokens: Tokens): Condition => {
  if (tokens.take('(')) {
    const inner = readOr(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.take('attribute_exists')) return readExists(tokens, true);
  if (tokens.take('attribute_not_exists')) return readExists(tokens, false);
  if (tokens.take('begins_with')) {
    const [text, start] = readPair(tokens);
    return (scope) => String(text(scope) ?? '').startsWith(String(start(scope)));
  }
  if (tokens.take('contains')) {
    const [whole, part] = readPair(tokens);
    return (scope) => contains(whole(scope), part(scope));
  }
  return readComparison(tokens);
};

const readExists = (tokens: Tokens, wanted: boolean): Condition => {
  tokens.expect('(');
  const path = readPath(tokens);
  tokens.expect(')');
  return (scope) => (valueAt(path, scope) !== undefined) === wanted;
};

const readPair = (tokens: Tokens): [Operand, Operand] => {
  tokens.expect('(');
  const first = readOperand(tokens);
  tokens.expect(',');
  const second = readOperand(tokens);
  tokens.expect(')');
  return [first, second];
};

const contains = (whole: unknown, part: unknown): boolean =>
  whole instanceof Set ? whole.has(part) : typeof whole === 'string' && whole.includes(String(part));

const readComparison = (tokens: Tokens): Condition => {
  const left = readOperand(tokens);
  if (tokens.take('BETWEEN')) {
    const low = readOperand(tokens);
    tokens.expect('AND');
    const high = readOperand(tokens);
    return (scope) => {
      const value = left(scope);
      return compares('>=', value, low(scope)) && compares('<=', value, high(scope));
    };
  }
  const comparator = tokens.next();
  const right = readOperand(tokens);
  return (scope) => compares(comparator, left(scope), right(scope));
};

/** What is of another type, or not there, equals nothing and is neither more nor less. */
const compares = (comparator: string, left: unknown, right: unknown): boolean => {
  const ordered =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  switch (comparator) {
    case '=':
      return left !== undefined && left === right;
    case '<>':
      return left !== right;
    case '<':
      return ordered && left < right;
    case '<=':
      return ordered && left <= right;
    case '>':
      return ordered && left > right;
    case '>=':
      return ordered && left >= right;
    default:
      throw new ExpressionError(`Unknown comparator ${comparator}`);
  }
};
