import type { ComponentProps } from 'react';
import { Button } from './Button.tsx';
import { Menu, type MenuEntry } from './Menu.tsx';

interface MenuButtonProps extends Omit<ComponentProps<typeof Button>, 'ref' | 'onClick'> {
  /** Of the menu. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** A button with words that opens a menu. */
export function MenuButton({ label, entries, ...button }: MenuButtonProps) {
  return (
    <Menu
      label={label}
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button {...button} ref={ref} aria-haspopup="menu" aria-expanded={open} onClick={toggle} />
      )}
    />
  );
}
