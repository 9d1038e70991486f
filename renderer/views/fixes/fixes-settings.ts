import { matchesFind, type OwnText } from '#renderer/state/index.ts';

/** Parts of the view. */
export const fixTabs = ['proposed', 'left', 'history'] as const;
export type FixTab = (typeof fixTabs)[number];

/** What the view puts into the address: the part that is shown, but for the first. */
export const fixesText: OwnText<{ readonly tab: FixTab }> = {
  write: ({ tab }) => (tab === 'proposed' ? '' : tab),
  read: (text) => ({ tab: fixTabs.find((tab) => tab === text) ?? 'proposed' }),
};

interface AboutFinding {
  readonly message: string;
  readonly file: string;
}

/** Whether the find text matches what is done, or the finding that it is about. */
export function isFound(text: string, title: string, finding: AboutFinding | null): boolean {
  return text === '' || matchesFind(text, `${title} ${finding?.message ?? ''}`, finding?.file ?? '');
}
