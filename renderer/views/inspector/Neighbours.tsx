import type { FunctionNeighbours, FunctionTable, IndexIntoFunctions, RunId } from '#contract';
import { useNeighbours } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { count, duration, figureText } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './Inspector.module.css';
import { functionAt, Link } from './links.tsx';
import { Section } from './Section.tsx';

interface NeighboursProps {
  readonly run: RunId;
  readonly index: IndexIntoFunctions;
  readonly table: FunctionTable;
}

const shown = 30;

/** Who calls the function, and whom it calls. */
export function Neighbours({ run, index, table }: NeighboursProps) {
  const { value, error } = useNeighbours(run, index);
  if (error && !value)
    return (
      <Section title="Callers and callees">
        <p className={styles.note}>{error.message}</p>
      </Section>
    );
  if (!value) return null;
  return (
    <>
      <Side title="Callers" none="Nothing that is traced calls it." rows={value.callers} table={table} />
      <Side title="Callees" none="It calls nothing that is traced." rows={value.callees} table={table} />
    </>
  );
}

interface SideProps {
  readonly title: string;
  readonly none: string;
  readonly rows: FunctionNeighbours['callers'];
  readonly table: FunctionTable;
}

function Side({ title, none, rows, table }: SideProps) {
  const select = useApp((state) => state.select);
  const byTime = [...rows].sort((a, b) => b.totalNs - a.totalNs);
  return (
    <Section title={title} aside={count(rows.length)}>
      {rows.length === 0 && <p className={styles.note}>{none}</p>}
      <ul className={styles.list} aria-label={title}>
        {byTime.slice(0, shown).map(({ function: index, calls, totalNs }) => {
          // -1: called from outside of what is traced.
          const { name, file } = index < 0 ? { name: '(outside)', file: '' } : functionAt(table, index);
          return (
            <Link
              key={index}
              name={name}
              file={file}
              tip={`${count(calls)} calls, ${figureText(duration(totalNs))}`}
              aside={<Num figure={{ value: count(calls), unit: '\u00d7' }} />}
              onClick={() => index >= 0 && select({ kind: 'function', function: index })}
            />
          );
        })}
      </ul>
      {rows.length > shown && <p className={styles.note}>The {shown} with most time are shown.</p>}
    </Section>
  );
}
