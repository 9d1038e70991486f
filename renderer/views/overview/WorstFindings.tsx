import type { Finding } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import styles from './Overview.module.css';

const shown = 7;

/** The first of the findings, which come in the order of their weight. */
export function WorstFindings({ findings }: { readonly findings: readonly Finding[] }) {
  const { select, openView } = useApp.getState();
  const show = (id: string) => {
    select({ kind: 'finding', id });
    openView('findings');
  };
  return (
    <ul className={styles.worst}>
      {findings.slice(0, shown).map(({ id, severity, message, range }) => (
        <li key={id}>
          <button type="button" data-tip={`${range.file}:${range.line}`} onClick={() => show(id)}>
            <span className={classes(styles.severity, styles[severity])}>{severity}</span>
            <span className={styles.message}>{message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
