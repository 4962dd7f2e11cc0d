import * as z from 'zod';

const operatorSchema = z.union([z.string(), z.number(), z.boolean(), z.null(), z.strictObject({ prefix: z.string() })]);
type Operator = z.infer<typeof operatorSchema>;

/** An event pattern: lists of allowed values, in objects as deep as the event; operators are those that our rules use. */
export interface EventPattern {
  readonly [field: string]: readonly Operator[] | EventPattern;
}

/** A pattern as serverless.yml writes it; one with an operator that the twin does not know is refused. */
export const eventPatternSchema: z.ZodType<EventPattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(operatorSchema), eventPatternSchema])),
);

/**
 * Whether an event matches: every field of the pattern has one of its values.
 * Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const matches = (pattern: EventPattern, event: unknown): boolean => {
  for (const field in pattern) {
    const value = typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[field] : undefined;
    const wanted = pattern[field] ?? [];
    if (!(isList(wanted) ? wanted.some((one) => meets(one, value)) : matches(wanted, value))) return false;
  }
  return true;
};

const isList = (wanted: readonly Operator[] | EventPattern): wanted is readonly Operator[] => Array.isArray(wanted);

const meets = (wanted: Operator, value: unknown): boolean =>
  typeof wanted === 'object' && wanted !== null ? typeof value === 'string' && value.startsWith(wanted.prefix) : value === wanted;
