import type { CapturedValue } from '#contract';
import type { Receiver, Recipe } from './protocol.ts';

const MAX_DEPTH = 8;

/** Lists by the names that JavaScript and Python have for them. */
const lists = new Map<string, 'list' | 'tuple'>([
  ['Array', 'list'],
  ['list', 'list'],
  ['tuple', 'tuple'],
]);

/** How to make a captured value anew; `null` where a part of it was not captured, or is nothing that data can be. */
export function recipeOf(value: CapturedValue, depth = 0): Recipe | null {
  if (depth > MAX_DEPTH) return null;
  switch (value.kind) {
    case 'primitive':
      return primitive(value);
    case 'list': {
      const is = lists.get(value.type);
      if (is === undefined || value.items.length !== value.size) return null;
      const items = all(value.items.map((item) => recipeOf(item, depth + 1)));
      return items === null ? null : { is, items };
    }
    case 'map': {
      if (value.type !== 'dict' || value.entries.length !== value.size) return null;
      const pairs = value.entries.map((entry): readonly [Recipe, Recipe] | null => {
        const [key, inner] = [recipeOf(entry.key, depth + 1), recipeOf(entry.value, depth + 1)];
        return key === null || inner === null ? null : [key, inner];
      });
      const whole = all(pairs);
      return whole === null ? null : { is: 'dict', pairs: whole };
    }
    case 'object': {
      if (value.type !== 'Object' || value.entries.length !== value.size) return null;
      const made = all(value.entries.map(({ value: inner }) => recipeOf(inner, depth + 1)));
      if (made === null) return null;
      return { is: 'object', entries: value.entries.map(({ key }, i) => [key, made[i] as Recipe] as const) };
    }
    case 'date':
      return { is: 'date', text: String(value.unixMs) };
    default:
      return null;
  }
}

/** How to make a recorded `this` anew: the name of its class and its fields, all of them. */
export function receiverOf(value: CapturedValue): Receiver {
  if (value.kind !== 'object')
    return lost(value.kind === 'cut' ? 'it was not recorded' : 'it is no plain object');
  const { type, size, entries } = value;
  if (entries.length !== size) return lost(`the run recorded ${entries.length} of its ${size} fields`);
  const fields = entries.map(({ key, value: field }) => [key, recipeOf(field, 1)] as const);
  const missing = fields.find(([, recipe]) => recipe === null);
  if (missing !== undefined) return lost(`the run did not record its field "${missing[0]}" whole`);
  return { is: 'fields', type, entries: fields as (readonly [string, Recipe])[] };
}

const lost = (reason: string): Receiver => ({ is: 'lost', reason });

function primitive(value: Extract<CapturedValue, { kind: 'primitive' }>): Recipe | null {
  switch (value.type) {
    case 'string':
      return value.cutFrom !== undefined ? null : { is: 'json', value: value.text };
    case 'boolean':
      return { is: 'json', value: value.text === 'true' };
    case 'null':
      return { is: 'json', value: null };
    case 'undefined':
      return { is: 'undefined', text: '' };
    case 'number':
      return { is: 'number', text: value.text };
    case 'bigint':
      return { is: 'bigint', text: value.text.replace(/n$/, '') };
    default:
      return null;
  }
}

/** `null` when one is. */
function all<T>(values: readonly (T | null)[]): T[] | null {
  const present = values.filter((value) => value !== null);
  return present.length === values.length ? present : null;
}

/** The value of a recipe. */
export function revive(recipe: Recipe): unknown {
  switch (recipe.is) {
    case 'json':
      return recipe.value;
    case 'number':
      return Number(recipe.text);
    case 'bigint':
      return BigInt(recipe.text);
    case 'undefined':
      return undefined;
    case 'date':
      return new Date(Number(recipe.text));
    case 'list':
      return recipe.items.map(revive);
    case 'object':
      return Object.fromEntries(recipe.entries.map(([key, inner]) => [key, revive(inner)]));
    case 'tuple':
    case 'dict':
      throw new Error(`JavaScript has no ${recipe.is}`);
  }
}
