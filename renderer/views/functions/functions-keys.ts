import type { ViewKeys } from '#renderer/app/keys/key-action.ts';

export const functionsKeys: ViewKeys<'leave-page'> = {
  actions: [{ id: 'leave-page', title: 'From the page of a function back to the table', keys: ['Escape'] }],
  gestures: [
    { keys: 'Enter', title: 'The page of the selected function, or what is in a file or folder' },
    { keys: 'Up, Down, Page Up, Page Down, Home, End', title: 'Move through the table' },
  ],
};
