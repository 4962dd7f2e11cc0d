import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { mapOf } from './stream-image';

it('is what the SDK makes of an item', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
      fc.array(tie('tree').filter((value) => value !== undefined)),
      fc.dictionary(fc.string(), tie('tree'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), tree, { noNullPrototype: true }), (item) => {
      expect(mapOf(item)).toEqual(marshall(item, { removeUndefinedValues: true }));
    }),
  );
});

it('refuses what no item has', () => {
  expect(() => mapOf({ active: new Set(['a']) })).toThrow(TypeError);
});
