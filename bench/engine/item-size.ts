import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * Bytes that DynamoDB bills an item for: names and values, without the types that a request carries beside them.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replaceAll(/[-.]/g, '').length / 2) + 1;
  if (value.SS !== undefined) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (value.L !== undefined) return value.L.reduce((sum, one) => sum + ELEMENT_BYTES + valueBytes(one), CONTAINER_BYTES);
  if (value.M !== undefined) return CONTAINER_BYTES + Object.keys(value.M).length * ELEMENT_BYTES + itemBytes(value.M);
  return 1; // a boolean or null; the engine writes no other types
};
