import type { ViewKeys } from '#renderer/app/keys/key-action.ts';

export type ReplayAction =
  | 'into'
  | 'over'
  | 'out'
  | 'back'
  | 'back-over'
  | 'back-out'
  | 'first'
  | 'last'
  | 'to-cursor'
  | 'back-to-cursor'
  | 'next-write'
  | 'previous-write';

/** As in gdb and in every editor; with Shift a letter goes backwards. */
export const replayKeys: ViewKeys<ReplayAction> = {
  actions: [
    { id: 'into', title: 'Step into', keys: ['S', 'F11'] },
    { id: 'back', title: 'Step back', keys: ['Shift+S', 'Alt+F11'] },
    { id: 'over', title: 'Step over', keys: ['N', 'F10'] },
    { id: 'back-over', title: 'Step back over', keys: ['Shift+N', 'Alt+F10'] },
    { id: 'out', title: 'Step out', keys: ['O', 'Shift+F11'] },
    { id: 'back-out', title: 'Back to the call of this function', keys: ['Shift+O'] },
    { id: 'to-cursor', title: 'Run to the cursor', keys: ['C'] },
    { id: 'back-to-cursor', title: 'Back to the cursor', keys: ['Shift+C'] },
    { id: 'next-write', title: 'Next write of the marked variable', keys: ['W'] },
    { id: 'previous-write', title: 'Previous write of the marked variable', keys: ['Shift+W'] },
    { id: 'first', title: 'First step', keys: ['Alt+Home'] },
    { id: 'last', title: 'The end', keys: ['Alt+End'] },
  ],
  gestures: [],
};
