import { expect, it } from 'vitest';
import { exerciseText } from './exercise-settings.ts';

it('the address keeps which results are shown, and the outcome that is read', () => {
  const settings = { chosen: ['throws', 'works'] as const, selected: 'src/a;b.js:3:taxOf' };
  const text = exerciseText.write(settings);
  expect(exerciseText.read(text)).toEqual(settings);
  expect(exerciseText.write({ chosen: [], selected: null })).toBe('');
  expect(exerciseText.read('explodes;')).toEqual({ chosen: [], selected: null });
});
