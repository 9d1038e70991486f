import { describe, expect, it } from 'vitest';
import { conflictsOf, keysOf, taking } from './conflicts.ts';
import type { KeyAction } from './key-action.ts';

const action = (id: string, keys: readonly string[], view: string | null): KeyAction => ({
  ...{ id, keys, view, title: id, group: view ?? 'Everywhere' },
});
const run = action('run.start', ['F5'], null);
const zoom = action('timeline.zoom-in', ['W'], 'timeline');
const fit = action('timeline.fit', ['0'], 'timeline');
const write = action('replay.next-write', ['W'], 'replay');
const all = [run, zoom, fit, write];
const ids = (actions: readonly KeyAction[]) => actions.map(({ id }) => id);

describe('the keys of an action', () => {
  it('are its own until others are chosen, or none', () => {
    expect(keysOf({}, zoom)).toEqual(['W']);
    expect(keysOf({ 'timeline.zoom-in': ['Z', 'F7'] }, zoom)).toEqual(['Z', 'F7']);
    expect(keysOf({ 'timeline.zoom-in': [] }, zoom)).toEqual([]);
  });

  it('are at odds with those of the same view and those that work everywhere, not with those of another view', () => {
    expect(ids(conflictsOf(all, {}, fit, 'W'))).toEqual(['timeline.zoom-in']);
    expect(ids(conflictsOf(all, {}, fit, 'F5'))).toEqual(['run.start']);
    expect(ids(conflictsOf(all, {}, run, 'W'))).toEqual(['timeline.zoom-in', 'replay.next-write']);
    expect(ids(conflictsOf(all, { 'timeline.zoom-in': ['Z'] }, fit, 'W'))).toEqual([]);
    expect(ids(conflictsOf(all, {}, zoom, 'W'))).toEqual([]);
  });

  it('can be taken from another action, which keeps the rest of its own', () => {
    const chosen = { 'timeline.zoom-in': ['W', 'F7'] };
    expect(taking(all, chosen, fit, 'W')).toEqual({
      'timeline.zoom-in': ['F7'],
      'timeline.fit': ['0', 'W'],
    });
  });
});
