import { expect, it } from 'vitest';
import { keyActions } from './all-actions.ts';
import { conflictsOf } from './conflicts.ts';

it('no action shares its id with another one', () => {
  const ids = keyActions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('no key does two things at one place, as long as nobody has chosen others', () => {
  const shared = keyActions.flatMap((action) =>
    action.keys.flatMap((key) =>
      conflictsOf(keyActions, {}, action, key).map((other) => `${key}: ${action.id} and ${other.id}`),
    ),
  );
  expect(shared).toEqual([]);
});
