import { type SavedFilter, useApp } from '#renderer/state/index.ts';
import type { MenuEntry } from '#renderer/widgets/Menu.tsx';
import { MenuButton } from '#renderer/widgets/MenuButton.tsx';

interface SavedFiltersProps {
  readonly onlyErrors: boolean;
  readonly onErrors: (on: boolean) => void;
}

/** Filters to come back to: what was looked for and left out, kept between sessions. */
export function SavedFilters({ onlyErrors, onErrors }: SavedFiltersProps) {
  const saved = useApp((state) => state.savedFilters);
  const text = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const { keepFilter, forgetFilter, setFindText, setOnlyMyCode } = useApp.getState();
  const now: SavedFilter = { text, onlyMyCode, onlyErrors };
  const isSaved = saved.some((filter) => titleOf(filter) === titleOf(now));
  const isEmpty = text === '' && !onlyMyCode && !onlyErrors;
  const entries: MenuEntry[] = saved.map((filter) => ({
    id: titleOf(filter),
    title: titleOf(filter),
    checked: titleOf(filter) === titleOf(now),
    onSelect: () => {
      setFindText(filter.text);
      setOnlyMyCode(filter.onlyMyCode);
      onErrors(filter.onlyErrors);
    },
  }));
  if (saved.length > 0) entries.push({ kind: 'line', id: 'line' });
  entries.push(
    isSaved
      ? { id: 'forget', title: 'Forget this filter', icon: 'trash', onSelect: () => forgetFilter(now) }
      : {
          id: 'keep',
          title: 'Keep this filter',
          detail: isEmpty ? 'Look for something or leave something out first' : titleOf(now),
          icon: 'plus',
          disabled: isEmpty,
          onSelect: () => keepFilter(now),
        },
  );
  return (
    <MenuButton small label="Saved filters" icon="filter" tip="Filters kept for later" entries={entries}>
      Filters
    </MenuButton>
  );
}

function titleOf({ text, onlyMyCode, onlyErrors }: SavedFilter): string {
  const parts = [text && `\u201c${text}\u201d`, onlyErrors && 'only errors', onlyMyCode && 'only my code'];
  return parts.filter((part) => part !== '' && part !== false).join(', ') || 'Everything';
}
