import * as z from 'zod';

/** Region and account that AWS stamps on each event; kept so that a handler can name where a thing happened. */
const envelope = {
  id: z.string(),
  time: z.iso.datetime({ offset: true }),
  account: z.string(),
  region: z.string(),
};

/**
 * One event that passes between services (or from AWS to a service): who says it, what it is called, what it carries.
 * Producer and consumer both parse with the same definition; unknown fields are dropped, so a producer may add some.
 */
export interface EventDefinition<Detail> {
  readonly source: string;
  readonly detailType: string;
  readonly detail: z.ZodType<Detail>;
  /** A whole, valid detail: documentation, and the sample that consumer tests run on. */
  readonly example: Detail;
}

/** An event as received: AWS's envelope with a parsed detail. */
export interface ReceivedEvent<Detail> {
  readonly id: string;
  readonly time: string;
  readonly account: string;
  readonly region: string;
  readonly detail: Detail;
}

export class UnexpectedEventError extends Error {
  override readonly name = 'UnexpectedEventError';
}

/** Declares an event; the schema's type is the event's type. */
export const defineEvent = <Schema extends z.ZodType>(definition: {
  source: string;
  detailType: string;
  detail: Schema;
  example: z.infer<Schema>;
}): EventDefinition<z.infer<Schema>> => definition as EventDefinition<z.infer<Schema>>;

/**
 * Parses what EventBridge delivered.
 *
 * @throws UnexpectedEventError when source, detail-type or detail do not fit; it names the field and what was expected.
 */
export const parseEvent = <Detail>(definition: EventDefinition<Detail>, received: unknown): ReceivedEvent<Detail> => {
  const result = receivedSchemaOf(definition).safeParse(received);
  if (!result.success) {
    throw new UnexpectedEventError(`Not a valid "${definition.detailType}" event: ${z.prettifyError(result.error)}`);
  }
  const { id, time, account, region, detail } = result.data;
  return { id, time, account, region, detail: detail as Detail };
};

/** Building a schema takes ten times as long as parsing with it, and a function parses every event with the same. */
const receivedSchemas = new WeakMap<EventDefinition<unknown>, ReturnType<typeof makeReceivedSchema>>();

const receivedSchemaOf = (definition: EventDefinition<unknown>) => {
  const known = receivedSchemas.get(definition) ?? makeReceivedSchema(definition);
  receivedSchemas.set(definition, known);
  return known;
};

const makeReceivedSchema = ({ source, detailType, detail }: EventDefinition<unknown>) =>
  z.object({ ...envelope, source: z.literal(source), 'detail-type': z.literal(detailType), detail });

/** Whether a received event is of this definition, by its source and detail-type only. */
export const isEvent = ({ source, detailType }: EventDefinition<unknown>, received: unknown): boolean =>
  typeof received === 'object' &&
  received !== null &&
  'source' in received &&
  received.source === source &&
  'detail-type' in received &&
  received['detail-type'] === detailType;
