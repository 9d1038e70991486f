import type { ProposedFix } from '#contract';
import { classes } from '#renderer/widgets/classes.ts';
import styles from './Fixes.module.css';

interface FixListProps {
  readonly fixes: readonly ProposedFix[];
  /** Ids. */
  readonly chosen: ReadonlySet<string>;
  /** The one whose diff is shown. */
  readonly at: string | null;
  readonly onToggle: (id: string) => void;
  readonly onShow: (fix: ProposedFix) => void;
}

/** One entry a fix: what is done, to what, and whether it is chosen. */
export function FixList({ fixes, chosen, at, onToggle, onShow }: FixListProps) {
  return (
    <ul className={styles.list} aria-label="Proposed fixes">
      {fixes.length === 0 && <li className={styles.none}>No fix is called so: empty the find field.</li>}
      {fixes.map((fix) => {
        const { id, finding, title, optional, uncommitted } = fix;
        const place = `${finding.file}:${finding.line}`;
        return (
          <li key={id} className={classes(styles.item, id === at && styles.at)}>
            <input
              type="checkbox"
              aria-label={`Choose: ${title}, ${place}`}
              checked={chosen.has(id)}
              onChange={() => onToggle(id)}
            />
            <button
              type="button"
              aria-current={id === at}
              data-tip={finding.message}
              onClick={() => onShow(fix)}
            >
              <span className={styles.head}>
                <span>{title}</span>
                <span className={styles[finding.severity]}>{finding.severity}</span>
              </span>
              <span className={styles.where}>
                <bdi>{place}</bdi>
                {optional && <span className={styles.muted}>only if you mean it</span>}
                {uncommitted.length > 0 && <span className={styles.warn}>not committed</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
