import fc, { type Arbitrary } from 'fast-check';
import type { Shape } from './protocol.ts';

/** Small, because each call has a second: what goes wrong does so with short lists, too. */
const MAX_LENGTH = 8;

/** Values of a shape; `unknown` gives a little of everything. */
export function arbitraryOf(shape: Shape): Arbitrary<unknown> {
  switch (shape.kind) {
    case 'string':
      return fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', ' ', '0', 'ä€😀'));
    case 'number':
      return fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 }));
    case 'boolean':
      return fc.boolean();
    case 'bigint':
      return fc.bigInt({ min: -1000n, max: 1000n });
    case 'date':
      return fc.date({ noInvalidDate: true });
    case 'callback':
      return fc.constant(() => undefined);
    case 'literal':
      return fc.constant(shape.value);
    case 'undefined':
      return fc.constant(undefined);
    case 'list':
      return fc.array(arbitraryOf(shape.item), { maxLength: MAX_LENGTH });
    case 'tuple':
      return fc.tuple(...shape.items.map(arbitraryOf));
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8 }), arbitraryOf(shape.value), { maxKeys: MAX_LENGTH });
    case 'object': {
      const fields = Object.fromEntries(shape.fields.map(({ name, shape: of }) => [name, arbitraryOf(of)]));
      const requiredKeys = shape.fields.filter(({ optional }) => !optional).map(({ name }) => name);
      return fc.record(fields, { requiredKeys, noNullPrototype: true });
    }
    case 'one-of':
      return fc.oneof(...shape.shapes.map(arbitraryOf));
    case 'unknown':
      return fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.integer({ min: -1000, max: 1000 }),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.array(fc.oneof(fc.string({ maxLength: 8 }), fc.integer()), { maxLength: MAX_LENGTH }),
        fc.dictionary(fc.string({ maxLength: 8 }), fc.integer(), { maxKeys: 4, noNullPrototype: true }),
      );
  }
}
