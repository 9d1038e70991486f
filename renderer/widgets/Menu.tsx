import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import styles from './Menu.module.css';
import { Popover } from './Popover.tsx';

export type MenuEntry =
  | {
      readonly kind?: 'item';
      readonly id: string;
      readonly title: string;
      readonly detail?: string | undefined;
      /** `detail` is code. */
      readonly mono?: boolean;
      readonly icon?: IconName | undefined;
      /** One of several; shown with a mark. */
      readonly checked?: boolean | undefined;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly shortcut?: string | undefined;
      readonly aside?: ReactNode;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'heading'; readonly id: string; readonly title: string }
  | { readonly kind: 'line'; readonly id: string };

interface MenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Draws the control; `open` toggles the menu. */
  readonly trigger: (control: {
    readonly ref: React.RefObject<HTMLButtonElement | null>;
    readonly open: boolean;
    readonly toggle: () => void;
  }) => ReactNode;
}

/** A control with a menu: arrow keys, Home and End move, Enter chooses, Escape closes. */
export function Menu({ label, entries, trigger }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      {trigger({ ref: anchor, open, toggle: () => setOpen(!open) })}
      {open && (
        <Popover anchor={anchor} role="menu" label={label} onClose={() => setOpen(false)}>
          <MenuList entries={entries} onDone={() => setOpen(false)} />
        </Popover>
      )}
    </>
  );
}

interface ContextMenuProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** CSS pixels in the parent, which must be positioned. */
  readonly x: number;
  readonly y: number;
  /** After a choice, Escape or a press elsewhere. */
  readonly onClose: () => void;
}

/** The menu of what was pressed with the right button, there where it was pressed. */
export function ContextMenu({ label, entries, x, y, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={{ left: x, top: y }} />
      <Popover anchor={anchor} role="menu" label={label} onClose={onClose}>
        <MenuList entries={entries} onDone={onClose} />
      </Popover>
    </>
  );
}

function MenuList({ entries, onDone }: { entries: readonly MenuEntry[]; onDone: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const items = list.current?.querySelectorAll<HTMLElement>('button:not(:disabled)');
    const checked = list.current?.querySelector<HTMLElement>('[aria-checked="true"]:not(:disabled)');
    (checked ?? items?.[0])?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (next === undefined) {
      if (event.key === 'Tab') onDone();
      return;
    }
    event.preventDefault();
    items[next % items.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu role is on the popover around it
    <div ref={list} className={styles.list} onKeyDown={onKeyDown}>
      {entries.map((entry) => (
        <MenuRow key={entry.id} entry={entry} onDone={onDone} />
      ))}
    </div>
  );
}

function MenuRow({ entry, onDone }: { entry: MenuEntry; onDone: () => void }) {
  if (entry.kind === 'line') return <div className={styles.line} />;
  if (entry.kind === 'heading') return <div className={styles.heading}>{entry.title}</div>;
  const choose = () => {
    onDone();
    entry.onSelect();
  };
  const role =
    entry.checked === undefined
      ? { role: 'menuitem' }
      : { role: 'menuitemradio', 'aria-checked': entry.checked };
  const icon = entry.checked ? 'check' : entry.icon;
  return (
    <button
      type="button"
      {...role}
      disabled={entry.disabled}
      className={classes(styles.item, entry.danger && styles.danger)}
      onClick={choose}
    >
      <span>{icon && <Icon name={icon} />}</span>
      <span className={styles.text}>
        <span className={styles.title}>{entry.title}</span>
        {entry.detail && (
          <span className={classes(styles.detail, entry.mono && styles.mono)}>{entry.detail}</span>
        )}
      </span>
      <span className={styles.aside}>{entry.aside ?? entry.shortcut}</span>
    </button>
  );
}
