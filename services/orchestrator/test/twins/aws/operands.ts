import type { Tokens } from './expression-tokens';
import { ExpressionError } from './expression-tokens';

/** An item as the document client gives it. */
export type Item = Readonly<Record<string, unknown>>;

/** What an expression is evaluated against. */
export interface Scope {
  readonly item: Item;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A value of the scope; undefined where its attribute is not there. */
export type Operand = (scope: Scope) => unknown;

/** Names of a document path; `#` names are resolved when it is used. */
export type Path = readonly string[];

export const readPath = (tokens: Tokens): Path => {
  const path = [tokens.next()];
  while (tokens.take('.')) path.push(tokens.next());
  return path;
};

export const namesOf = (path: Path, { names }: Pick<Scope, 'names'>): string[] =>
  path.map((part) => {
    if (!part.startsWith('#')) return part;
    const name = names[part];
    if (name === undefined) throw new ExpressionError(`The name ${part} is not given`);
    return name;
  });

const isMap = (value: unknown): value is Item => typeof value === 'object' && value !== null && !(value instanceof Set);

export const valueAt = (path: Path, scope: Scope): unknown =>
  namesOf(path, scope).reduce<unknown>((value, name) => (isMap(value) ? value[name] : undefined), scope.item);

/** A given value, `size(path)` or a path. */
export const readOperand = (tokens: Tokens): Operand => {
  if (tokens.take('size')) {
    tokens.expect('(');
    const path = readPath(tokens);
    tokens.expect(')');
    return (scope) => sizeOf(valueAt(path, scope));
  }
  const path = readPath(tokens);
  const [name = ''] = path;
  if (!name.startsWith(':')) return (scope) => valueAt(path, scope);
  return ({ values }) => {
    if (!(name in values)) throw new ExpressionError(`The value ${name} is not given`);
    return values[name];
  };
};

const sizeOf = (value: unknown): number | undefined => {
  if (value instanceof Set) return value.size;
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : undefined;
};
