import { useEffect, useRef } from 'react';
import { isMac, shortcutOf } from '#renderer/app/commands/shortcut.ts';
import styles from './Settings.module.css';

/** Waits for a key, which does nothing else meanwhile; `null`: the person pressed elsewhere. */
export function KeyPressField({ onPress }: { readonly onPress: (key: string | null) => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onPress);
  latest.current = onPress;
  useEffect(() => {
    button.current?.focus();
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Tab') return latest.current(null);
      event.preventDefault();
      event.stopPropagation();
      const key = shortcutOf(event, isMac);
      if (key !== null) latest.current(key);
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
  return (
    <button
      ref={button}
      type="button"
      data-takes-keys
      className={styles.press}
      onBlur={() => latest.current(null)}
    >
      Press the keys, or Tab
    </button>
  );
}
