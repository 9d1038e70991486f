import { describe, expect, it } from 'vitest';
import { timelineAction } from './timeline-keys.ts';

const press = (key: string, held: { ctrlKey?: boolean } = {}) =>
  timelineAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keys of the timeline', () => {
  it('work in either case', () => {
    expect([press('w'), press('W'), press('F'), press('Escape')]).toEqual([
      'zoom-in',
      'zoom-in',
      'frame',
      'clear',
    ]);
  });

  it('leave combinations and other keys to the workbench', () => {
    expect(press('w', { ctrlKey: true })).toBeNull();
    expect(press('q')).toBeNull();
    expect(press('/')).toBeNull();
  });
});
