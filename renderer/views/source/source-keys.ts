import type { ViewKeys } from '#renderer/app/keys/key-action.ts';

export const sourceKeys: ViewKeys<'follow' | 'figure' | 'editor'> = {
  actions: [
    {
      id: 'follow',
      title: 'Follow the name at the caret, from its definition to its callers',
      keys: ['F12'],
    },
    { id: 'figure', title: 'Select the function of the line, or what is called there', keys: ['Ctrl+Enter'] },
    { id: 'editor', title: 'Open the line in the editor', keys: ['Ctrl+Alt+E'] },
  ],
  gestures: [{ keys: 'Ctrl+Press', title: 'Follow a name' }],
};
