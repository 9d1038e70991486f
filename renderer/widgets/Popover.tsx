import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import styles from './Popover.module.css';

interface PopoverProps {
  /** The control it belongs to; it opens below it, or above where there is more room. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly role: 'menu' | 'dialog' | 'listbox';
  readonly label: string;
  readonly children: ReactNode;
}

const gapPx = 4;
const marginPx = 8;

/** A panel over the page, in the browser's top layer; Escape or a press outside closes it and gives the focus back. */
export function Popover({ anchor, onClose, role, label, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useLayoutEffect(() => {
    const element = panel.current;
    if (!element) return;
    element.showPopover();
    place(element, anchor.current);
    const watch = new ResizeObserver(() => place(element, anchor.current));
    watch.observe(element);
    return () => watch.disconnect();
  }, [anchor]);
  useEffect(() => {
    const owner = anchor.current;
    const onPress = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !owner?.contains(target)) close.current();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close.current();
      owner?.focus();
    };
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [anchor]);
  return (
    <div ref={panel} popover="manual" {...{ role, 'aria-label': label }} className={styles.popover}>
      {children}
    </div>
  );
}

function place(panel: HTMLElement, anchor: HTMLElement | null): void {
  if (!anchor) return;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = at.bottom + gapPx;
  const fitsBelow = below + height + marginPx <= window.innerHeight || at.top < height;
  panel.style.top = `${fitsBelow ? below : at.top - gapPx - height}px`;
  panel.style.left = `${Math.max(marginPx, Math.min(at.left, window.innerWidth - width - marginPx))}px`;
}
