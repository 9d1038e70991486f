import type { FunctionTable, SpanDetail } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import styles from './Inspector.module.css';
import { functionAt, Link } from './links.tsx';
import { Section } from './Section.tsx';

/** Where the error of a call came from: the call that threw it stands first, as in a stack trace. */
export function ThrownBy({ span, table }: { span: SpanDetail; table: FunctionTable | undefined }) {
  const select = useApp((state) => state.select);
  if (span.thrownBy.length === 0) return null;
  return (
    <Section title="Thrown by" aside={span.thrownBy.length}>
      <ul className={styles.list} aria-label="Calls that the error came through">
        {[...span.thrownBy].reverse().map(({ id, function: index }) => {
          const { name, file, line } = functionAt(table, index);
          return (
            <Link
              key={id}
              failed
              name={name}
              file={file}
              tip={`${file}:${line}`}
              onClick={() => select({ kind: 'span', span: id, function: index })}
            />
          );
        })}
      </ul>
    </Section>
  );
}
