import type { ReactNode } from 'react';
import styles from './Functions.module.css';

/** A figure over a bar as long as its share of the largest in its column; no bar where all are 0. */
export function Barred({ share, children }: { readonly share: number; readonly children: ReactNode }) {
  if (!Number.isFinite(share)) return children;
  return (
    <span className={styles.barred} style={{ backgroundSize: `${100 * share}% 18px` }}>
      {children}
    </span>
  );
}

export function largestOf(column: Float64Array): number {
  return column.reduce((most, value) => Math.max(most, value), 0);
}
