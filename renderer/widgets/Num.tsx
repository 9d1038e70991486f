import type { Figure } from './format.ts';
import styles from './Num.module.css';

/** A figure in tabular digits, its unit muted. */
export function Num({ figure }: { figure: Figure }) {
  return (
    <span className={styles.num}>
      {figure.value}
      {figure.unit && <span className={styles.unit}>{figure.unit === '%' ? '%' : ` ${figure.unit}`}</span>}
    </span>
  );
}
