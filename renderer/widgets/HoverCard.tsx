import { useLayoutEffect, useRef } from 'react';
import styles from './HoverCard.module.css';

export interface HoverFact {
  readonly label: string;
  readonly value: string;
  readonly bad?: boolean;
}

export interface HoverText {
  readonly title: string;
  /** `src/a.ts:12` */
  readonly place: string;
  readonly facts: readonly HoverFact[];
  readonly hint?: string | undefined;
}

const OFFSET = 14;

/**
 * What is under the pointer, beside the pointer and inside its parent. `x` and `y`: CSS pixels in the parent. Purely visual:
 * the same is said of the selected item to a screen reader.
 */
export function HoverCard({ text, x, y }: { text: HoverText; x: number; y: number }) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    const parent = element?.offsetParent;
    if (!element || !parent) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const right = x + OFFSET;
    const below = y + OFFSET;
    element.style.left = `${Math.max(4, right + width > parent.clientWidth ? x - OFFSET - width : right)}px`;
    element.style.top = `${Math.max(4, below + height > parent.clientHeight ? y - OFFSET - height : below)}px`;
  });
  return (
    <div ref={card} className={styles.card} aria-hidden="true">
      <div className={styles.title}>{text.title}</div>
      {text.place && <div className={styles.place}>{text.place}</div>}
      <dl className={styles.facts}>
        {text.facts.map(({ label, value, bad }) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd className={bad ? styles.bad : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {text.hint && <p className={styles.hint}>{text.hint}</p>}
    </div>
  );
}
