/** An expression that is not of DynamoDB's grammar, or of a part of it that the twin does not know. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Reads an expression token by token. */
export interface Tokens {
  readonly peek: () => string | undefined;
  readonly next: () => string;
  /** Takes the token where it comes next, in any case of letters. */
  readonly take: (token: string) => boolean;
  readonly expect: (token: string) => void;
}

const TOKEN = /\s*(<>|<=|>=|[=<>(),.+\-[\]]|[#:]?[A-Za-z_][A-Za-z0-9_]*|\d+)/y;

export const tokensOf = (expression: string): Tokens => {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.trimEnd().length; ) {
    const token = TOKEN.exec(expression)?.[1];
    if (token === undefined) throw new ExpressionError(`Cannot read "${expression}"`);
    tokens.push(token);
  }
  let at = 0;
  const peek = () => tokens[at];
  const next = () => {
    const token = tokens[at];
    if (token === undefined) throw new ExpressionError(`"${expression}" ends too early`);
    at += 1;
    return token;
  };
  const take = (token: string) => {
    if (peek()?.toUpperCase() !== token.toUpperCase()) return false;
    at += 1;
    return true;
  };
  const expect = (token: string) => {
    if (!take(token)) throw new ExpressionError(`"${expression}" lacks "${token}" before "${peek() ?? 'its end'}"`);
  };
  return { peek, next, take, expect };
};
