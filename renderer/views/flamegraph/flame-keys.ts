import type { ViewKeys } from '../../app/keys/key-action.ts';
import type { FlameOrder } from './flame-settings.ts';

/** What can be done to the tree from the selected row. */
const transformActions = [
  'focus-function',
  'focus-call',
  'merge-function',
  'merge-call',
  'drop-function',
  'collapse-recursion',
  'collapse-direct-recursion',
  'collapse-file',
] as const;
export type TransformAction = (typeof transformActions)[number];

export function isTransform(action: FlameAction | TransformAction): action is TransformAction {
  return (transformActions as readonly string[]).includes(action);
}

export type FlameAction =
  | FlameOrder
  | 'zoom-in'
  | 'zoom-out'
  | 'pan-left'
  | 'pan-right'
  | 'up'
  | 'down'
  | 'previous'
  | 'next'
  | 'zoom-to'
  | 'zoom-back'
  | 'frame'
  | 'reset'
  | 'undo'
  | 'menu'
  | 'clear';

export const flameKeys: ViewKeys<FlameAction | TransformAction> = {
  actions: [
    { id: 'first-call', title: 'In the order of the first call', keys: ['1'] },
    { id: 'left-heavy', title: 'Left heavy: the widest first', keys: ['2'] },
    { id: 'sandwich', title: 'Sandwich: callers and callees of the selected function', keys: ['3'] },
    { id: 'bottom-up', title: 'Bottom-up: what spent the time itself, its callers below', keys: ['4'] },
    { id: 'up', title: 'To the box above', keys: ['ArrowUp'] },
    { id: 'down', title: 'To the widest box below', keys: ['ArrowDown'] },
    { id: 'previous', title: 'To the box on the left', keys: ['ArrowLeft'] },
    { id: 'next', title: 'To the box on the right', keys: ['ArrowRight'] },
    { id: 'focus-function', title: 'Focus on the selected function', keys: ['O'] },
    { id: 'focus-call', title: 'Focus on this one way to it', keys: ['Shift+O'] },
    { id: 'merge-function', title: 'Merge the selected function into its callers', keys: ['M'] },
    { id: 'merge-call', title: 'Merge only this call of it', keys: ['Shift+M'] },
    { id: 'drop-function', title: 'Drop the selected function with all it called', keys: ['X'] },
    { id: 'collapse-recursion', title: 'Collapse its recursion', keys: ['R'] },
    { id: 'collapse-direct-recursion', title: 'Collapse only its direct recursion', keys: ['Shift+R'] },
    { id: 'collapse-file', title: 'Collapse neighbouring calls within its file', keys: ['C'] },
    { id: 'undo', title: 'Undo the last transform', keys: ['U'] },
    { id: 'menu', title: 'Menu of the selected call', keys: ['Shift+F10', 'ContextMenu'] },
    { id: 'zoom-to', title: 'Zoom to the selected call', keys: ['Enter'] },
    { id: 'zoom-back', title: 'Zoom out to the caller', keys: ['Backspace'] },
    { id: 'frame', title: 'Frame the selection; again: show everything', keys: ['F'] },
    { id: 'reset', title: 'Show everything', keys: ['0'] },
    { id: 'zoom-in', title: 'Zoom in at the pointer', keys: ['W'] },
    { id: 'zoom-out', title: 'Zoom out at the pointer', keys: ['S'] },
    { id: 'pan-left', title: 'Pan left', keys: ['A'] },
    { id: 'pan-right', title: 'Pan right', keys: ['D'] },
    { id: 'clear', title: 'Show everything, then clear the selection', keys: ['Escape'] },
  ],
  gestures: [
    { keys: 'Ctrl+Wheel', title: 'Zoom at the pointer' },
    { keys: 'Double click', title: 'Zoom to a call' },
    { keys: 'Right press', title: 'Menu of a call' },
  ],
};
