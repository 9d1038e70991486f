import type { FunctionTable, IndexIntoFunctions, RunId } from '#contract';
import { useNeighbours } from '#renderer/data/index.ts';
import { count, duration } from '#renderer/widgets/format.ts';
import { ErrorMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './FunctionPage.module.css';

interface NeighboursProps {
  readonly run: RunId;
  readonly fn: IndexIntoFunctions;
  readonly table: FunctionTable;
  readonly onOpen: (fn: IndexIntoFunctions) => void;
}

/** Who called a function and whom it called, those with most time first. */
export function Neighbours({ run, fn, table, onOpen }: NeighboursProps) {
  const { value, error, retry } = useNeighbours(run, fn);
  if (error && !value)
    return <ErrorMessage title="Callers and callees cannot be read" error={error} onRetry={retry} />;
  return (
    <section className={styles.list} aria-label="Callers and callees">
      {(
        [
          ['Callers', value?.callers],
          ['Callees', value?.callees],
        ] as const
      ).map(([title, rows]) => (
        <div key={title}>
          <h3>{title}</h3>
          {rows?.length === 0 && <p className={styles.note}>None that is traced.</p>}
          <ul>
            {(rows ?? []).map(({ function: other, calls, totalNs }) => (
              <li key={other}>
                <button
                  type="button"
                  className={styles.call}
                  disabled={other < 0}
                  onClick={() => onOpen(other)}
                >
                  <span className={styles.lasted}>
                    <Num figure={duration(totalNs)} />
                  </span>
                  <span className={styles.values}>{other < 0 ? '(outside)' : table.name[other]}</span>
                  <span className={styles.muted}>{count(calls)} calls</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
