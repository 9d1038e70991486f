import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { Icon } from '../../widgets/Icon.tsx';
import styles from './Palette.module.css';
import { type PaletteItem, useCommandItems, useGoToItems } from './palette-items.ts';

interface PaletteProps {
  readonly mode: 'commands' | 'go-to';
  readonly onClose: () => void;
}

/** Commands, or functions and files; a `>` typed first asks for commands. */
export function Palette({ mode, onClose }: PaletteProps) {
  const [typed, setTyped] = useState(mode === 'commands' ? '>' : '');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const List = typed.startsWith('>') ? CommandList : GoToList;
  // Typing stays quick while tens of thousands of functions are ranked.
  const wanted = useDeferredValue(typed.startsWith('>') ? typed.slice(1) : typed);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the palette; by keyboard Escape closes it
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label={typed.startsWith('>') ? 'Commands' : 'Go to function or file'}
      onCancel={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <List typed={typed} wanted={wanted} onType={setTyped} onClose={onClose} />
    </dialog>
  );
}

interface ListProps {
  readonly typed: string;
  readonly wanted: string;
  readonly onType: (text: string) => void;
  readonly onClose: () => void;
}

function CommandList(props: ListProps) {
  return <PaletteList {...props} items={useCommandItems(props.wanted)} />;
}

function GoToList(props: ListProps) {
  return <PaletteList {...props} items={useGoToItems(props.wanted)} />;
}

function PaletteList({
  typed,
  items,
  onType,
  onClose,
}: ListProps & { readonly items: readonly PaletteItem[] }) {
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const current = Math.min(at, items.length - 1);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    void item.choose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step) setAt(Math.max(0, Math.min(items.length - 1, current + step)));
    if (event.key === 'Enter') choose(items[current]);
    if (step || event.key === 'Enter') event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label="Search"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={items.length > 0 ? `palette-${current}` : undefined}
        className={styles.input}
        placeholder="Function or file; > for commands"
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: a palette is opened to type into
        autoFocus
        value={typed}
        onChange={(event) => {
          setAt(0);
          onType(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id="palette-list" role="listbox" aria-label="Results" className={styles.list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          <div
            key={item.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            className={styles.row}
            onClick={() => choose(item)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={item.icon} size={14} />
            <span className={styles.title}>{item.title}</span>
            <span className={styles.detail}>{item.detail}</span>
            {item.keys && <span className={styles.keys}>{item.keys}</span>}
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <div className={styles.none}>
          {typed === '' ? 'Type the name of a function or file' : 'Nothing by that name'}
        </div>
      )}
    </>
  );
}
