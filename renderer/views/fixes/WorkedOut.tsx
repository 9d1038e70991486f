import type { Finding } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Fixes.module.css';

/** Nobody reads more of them in the seconds that this is on screen. */
const MAX_SHOWN = 100;

/** What fixes are being looked for, until they are there: the findings as far as they are known. */
export function WorkedOut({ findings }: { readonly findings: readonly Finding[] | null }) {
  const { select, openSource } = useApp.getState();
  if (findings === null || findings.length === 0)
    return (
      <EmptyMessage icon="finding" title={findings === null ? 'No findings so far' : 'Nothing was found'}>
        {findings === null
          ? 'Fixes are worked out when it is known what to mend.'
          : 'There is nothing that a fix could be proposed for.'}
      </EmptyMessage>
    );
  return (
    <section className={styles.outcome} aria-label="Fixes being worked out" data-known>
      <p role="status">
        {plural(findings.length, 'finding', 'findings')} so far. What can be mended by itself is being worked
        out.
      </p>
      <ul className={styles.cards} aria-label="Findings so far">
        {findings.slice(0, MAX_SHOWN).map(({ id, message, severity, range }) => (
          <li key={id}>
            <span className={styles.head}>
              <button type="button" className={styles.link} onClick={() => select({ kind: 'finding', id })}>
                {message}
              </button>
              <span className={styles[severity]}>{severity}</span>
            </span>
            <button
              type="button"
              className={styles.place}
              data-tip="Show the source"
              onClick={() => openSource(range.file, range.line)}
            >{`${range.file}:${range.line}`}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
