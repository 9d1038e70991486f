import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './Tooltips.module.css';

const delayMs = 450;

/**
 * The one tooltip of the page, for every element with `data-tip` (and `data-shortcut`): after a moment under the pointer, at
 * once with keyboard focus. Purely visual; names for screen readers are on the controls.
 */
export function Tooltips() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (element: EventTarget | null, afterMs: number) => {
      clearTimeout(timer);
      const found = element instanceof Element ? element.closest<HTMLElement>('[data-tip]') : null;
      if (!found) setTarget(null);
      else timer = setTimeout(() => setTarget(found), afterMs);
    };
    const over = (event: PointerEvent) => show(event.target, delayMs);
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event.target, 0);
    };
    const hide = () => show(null, 0);
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    for (const kind of ['pointerdown', 'keydown', 'focusout', 'wheel'] as const)
      document.addEventListener(kind, hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      for (const kind of ['pointerdown', 'keydown', 'focusout', 'wheel'] as const)
        document.removeEventListener(kind, hide);
    };
  }, []);
  return target?.isConnected ? <Tip key={target.dataset.tip} target={target} /> : null;
}

function Tip({ target }: { target: HTMLElement }) {
  const tip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = tip.current;
    if (!element) return;
    element.showPopover();
    const at = target.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = at.bottom + 6;
    const left = at.left + at.width / 2 - width / 2;
    element.style.top = `${below + height > window.innerHeight - 4 ? at.top - height - 6 : below}px`;
    element.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
  });
  return (
    <div ref={tip} popover="manual" className={styles.tip} aria-hidden="true">
      {target.dataset.tip}
      {target.dataset.shortcut && <kbd>{target.dataset.shortcut}</kbd>}
    </div>
  );
}
