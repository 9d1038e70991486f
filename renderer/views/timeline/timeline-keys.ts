import type { ViewKeys } from '../../app/keys/key-action.ts';

export type TimelineAction =
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'frame'
  | 'fit'
  | 'next'
  | 'previous'
  | 'caller'
  | 'callee'
  | 'clear';

export const timelineKeys: ViewKeys<TimelineAction> = {
  actions: [
    { id: 'zoom-in', title: 'Zoom in at the pointer', keys: ['W'] },
    { id: 'zoom-out', title: 'Zoom out at the pointer', keys: ['S'] },
    { id: 'pan-left', title: 'Pan left', keys: ['A', 'ArrowLeft'] },
    { id: 'pan-right', title: 'Pan right', keys: ['D', 'ArrowRight'] },
    { id: 'frame', title: 'Frame the selection; again: show everything', keys: ['F'] },
    { id: 'fit', title: 'Show everything', keys: ['0'] },
    { id: 'next', title: 'Next call in the lane', keys: ['.'] },
    { id: 'previous', title: 'Previous call in the lane', keys: [','] },
    { id: 'caller', title: 'Caller', keys: ['['] },
    { id: 'callee', title: 'First call made', keys: [']'] },
    { id: 'clear', title: 'Clear the range, then the selection', keys: ['Escape'] },
  ],
  gestures: [
    { keys: 'Ctrl+Wheel', title: 'Zoom at the pointer' },
    { keys: 'Shift+Wheel', title: 'Pan' },
    { keys: 'Drag', title: 'Select a time range' },
    { keys: 'Shift+Drag', title: 'Pan' },
    { keys: 'Double click', title: 'Zoom to a call' },
  ],
};
