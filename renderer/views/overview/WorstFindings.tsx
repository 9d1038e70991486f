import { useMemo } from 'react';
import type { Finding } from '#contract';
import { matchesFind, useApp, useFoundRows } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { gravest } from './figures.ts';
import styles from './Overview.module.css';

const shown = 7;

/** The first of the findings that the find text lets through, and the selected one; they come in the order of their weight. */
export function WorstFindings({ findings }: { readonly findings: readonly Finding[] }) {
  const { select, openView } = useApp.getState();
  const text = useApp(({ find }) => find.text);
  const selected = useApp(({ location: { selection } }) =>
    selection?.kind === 'finding' ? selection.id : null,
  );
  const found = useMemo(
    () =>
      findings.filter(
        ({ message, rule, range }) => text === '' || matchesFind(text, `${message} ${rule}`, range.file),
      ),
    [findings, text],
  );
  useFoundRows(found, ({ id }) => select({ kind: 'finding', id }));
  const show = (id: string) => {
    select({ kind: 'finding', id });
    openView('findings');
  };
  return (
    <ul className={styles.worst}>
      {found.length === 0 && (
        <li className={styles.none}>No finding has these words: empty the find field.</li>
      )}
      {gravest(found, shown, selected).map(({ id, severity, message, range }) => (
        <li key={id}>
          <button
            type="button"
            aria-current={selected === id}
            data-tip={`${range.file}:${range.line}`}
            onClick={() => show(id)}
          >
            <span className={classes(styles.severity, styles[severity])}>{severity}</span>
            <span className={styles.message}>{message}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
