/** A command of the AWS SDK, whatever service it is for. */
export interface SdkCommand {
  readonly input: object;
}

/** Answers a service's commands at once, in memory; a refusal is thrown as the SDK throws it. */
export type Answer = (command: SdkCommand) => object;

type Answers = ReadonlyMap<unknown, (input: never) => object>;

/** A command that the twin does not know: it has to learn it before it can be trusted. */
export class UnknownCommandError extends Error {
  override readonly name = 'UnknownCommandError';
}

/** One entry of a twin: a command's class and what it is answered with. */
export const on = <Input extends object>(
  type: abstract new (input: Input) => { readonly input: Input },
  answer: (input: Input) => object,
): [unknown, (input: Input) => object] => [type, answer];

/** A service as the sum of its entries. */
export const answering = (...entries: readonly [unknown, (input: never) => object][]): Answer => {
  const answers: Answers = new Map(entries);
  return (command) => {
    const answer = answers.get(command.constructor);
    if (!answer) throw new UnknownCommandError(`The twin does not know ${command.constructor.name}`);
    return answer(command.input as never);
  };
};

/** A client of the SDK, also to its paginators, whose every `send` is given to a function instead of a network. */
export const clientOf = <Client extends object>(
  type: { readonly prototype: Client },
  send: (command: SdkCommand) => Promise<object>,
): Client => Object.assign(Object.create(type.prototype), { send });

/** A client that is answered at once and without fault. */
export const directClientOf = <Client extends object>(type: { readonly prototype: Client }, answer: Answer): Client =>
  clientOf(type, async (command) => answer(command));
