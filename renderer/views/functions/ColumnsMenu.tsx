import { showSetting } from '#renderer/app/actions/setting.ts';
import { MEMORY_SETTING } from '#renderer/app/memory-words.ts';
import type { MenuEntry } from '#renderer/widgets/Menu.tsx';
import { MenuButton } from '#renderer/widgets/MenuButton.tsx';
import type { IndexColumn } from '#renderer/widgets/table/index.ts';

interface ColumnsMenuProps {
  readonly columns: readonly IndexColumn[];
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly onChange: (hidden: Readonly<Record<string, boolean>>) => void;
  /** Why there are no columns of memory; `null`: there are. */
  readonly missing: 'profile' | 'range' | null;
}

/** Chooses the columns of a table; the first always stays. */
export function ColumnsMenu({ columns, hidden, onChange, missing }: ColumnsMenuProps) {
  const chosen: MenuEntry[] = columns.slice(1).map(({ id, title, tip }) => ({
    id,
    title,
    detail: tip,
    checked: !hidden[id],
    onSelect: () => onChange({ ...hidden, [id]: !hidden[id] }),
  }));
  const entries = missing === null ? chosen : [...chosen, memoryEntry(missing)];
  return (
    <MenuButton small label="Columns" icon="table" tip="Choose the columns" entries={entries}>
      Columns
    </MenuButton>
  );
}

/** Said where it is looked for. */
function memoryEntry(missing: 'profile' | 'range'): MenuEntry {
  const entry = { id: 'memory', title: 'Memory' } as const;
  if (missing === 'range')
    return {
      ...{ ...entry, disabled: true, onSelect: () => {} },
      detail: 'Known of the whole run only: clear the selected time',
    };
  return {
    ...{ ...entry, onSelect: () => showSetting(MEMORY_SETTING) },
    detail: `Not recorded in this run. Opens the setting ${MEMORY_SETTING}`,
  };
}
