import type { Dimension } from '../domain/lists';
import type { Place } from '../domain/places';

/** The table's layout; serverless.yml declares the same keys and indexes. */
export const keyOf = ({ collection, id }: Place) => ({ pk: collection, sk: id });

/**
 * Raise it where a change of code makes other values of the same events: `relay status rebuild` then writes every entity
 * anew, which its version alone would keep it from.
 */
const GENERATION = '1';

/** A version as it is kept and compared. */
export const keptVersion = (version: string): string => `${GENERATION}#${version}`;

/** The index of each dimension of lists: the attribute that names the list, its hash key; the range key is `listOrder`. */
export const INDEXES: Readonly<Record<Dimension, { readonly index: string; readonly attribute: string }>> = {
  all: { index: 'all', attribute: 'listAll' },
  state: { index: 'by-state', attribute: 'listState' },
  pipeline: { index: 'by-pipeline', attribute: 'listPipeline' },
  pipelineState: { index: 'by-pipeline-and-state', attribute: 'listPipelineState' },
  key: { index: 'by-key', attribute: 'listKey' },
};

/** Values and lines are kept as JSON text, not as DynamoDB's maps: smaller, and one string to unpack in place of a tree of typed attributes. */
export const packed = (value: object): string => JSON.stringify(value);
export const unpacked = (text: string): unknown => JSON.parse(text);
