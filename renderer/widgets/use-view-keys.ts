import { type RefObject, useEffect, useRef } from 'react';

/**
 * Keys of the view on screen: while the focus is in `root`, on the tab that opened it, or nowhere, and not in a field that takes
 * letters. `onKey` says whether it used the key; then nobody else gets it.
 */
export function useViewKeys(
  root: RefObject<HTMLElement | null>,
  onKey: (event: KeyboardEvent) => boolean,
): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target;
      if (event.defaultPrevented || !(target instanceof HTMLElement)) return;
      // Arrow keys on a tab go to the next tab.
      const onTab = event.key.length === 1 && target.closest('[role="tab"]') !== null;
      if (target !== document.body && !onTab && root.current?.contains(target) !== true) return;
      // A slider takes arrows and pages, not letters.
      const inField = target.closest('input:not([type="range"]), select, textarea, [role="menu"], dialog');
      if (inField || (target.matches('[type="range"]') && /^(Arrow|Page|Home|End)/.test(event.key))) return;
      // A button keeps the keys that press it.
      if (target.closest('button') && (event.key === 'Enter' || event.key === ' ')) return;
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [root]);
}
