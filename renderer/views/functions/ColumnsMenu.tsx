import type { MenuEntry } from '#renderer/widgets/Menu.tsx';
import { MenuButton } from '#renderer/widgets/MenuButton.tsx';
import type { IndexColumn } from '#renderer/widgets/table/index.ts';

interface ColumnsMenuProps {
  readonly columns: readonly IndexColumn[];
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly onChange: (hidden: Readonly<Record<string, boolean>>) => void;
}

/** Chooses the columns of a table; the first always stays. */
export function ColumnsMenu({ columns, hidden, onChange }: ColumnsMenuProps) {
  const chosen: MenuEntry[] = columns.slice(1).map(({ id, title, tip }) => ({
    id,
    title,
    detail: tip,
    checked: !hidden[id],
    onSelect: () => onChange({ ...hidden, [id]: !hidden[id] }),
  }));
  // Said where it is looked for: no tracer of ours counts what single calls allocate.
  const memory: MenuEntry = {
    ...{ id: 'memory', title: 'Memory', disabled: true, onSelect: () => {} },
    detail: 'Not recorded by call; the strip above the timeline and Compare show that of the processes',
  };
  const entries = [...chosen, memory];
  return (
    <MenuButton small label="Columns" icon="table" tip="Choose the columns" entries={entries}>
      Columns
    </MenuButton>
  );
}
