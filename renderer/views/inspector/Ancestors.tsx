import { Fragment } from 'react';
import type { FunctionTable, SpanDetail } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import styles from './Inspector.module.css';
import { functionAt, Link } from './links.tsx';
import { Section } from './Section.tsx';

/** Who called whom, the caller first and the root last, as a stack trace has it. */
export function Ancestors({ span, table }: { span: SpanDetail; table: FunctionTable | undefined }) {
  const select = useApp((state) => state.select);
  const nearest = [...span.ancestors].reverse();
  // A long chain is cut in its middle, so the halves that are here are of equal length.
  const cutAfter = span.omittedAncestors > 0 ? Math.floor(nearest.length / 2) : -1;
  return (
    <Section title="Called by" aside={span.ancestors.length + span.omittedAncestors}>
      {nearest.length === 0 && <p className={styles.note}>A root: nothing that is traced called it.</p>}
      <ul className={styles.list} aria-label="Ancestors">
        {nearest.map(({ id, function: index }, at) => {
          const { name, file } = functionAt(table, index);
          return (
            <Fragment key={id}>
              {at === cutAfter && (
                <li className={styles.note}>{plural(span.omittedAncestors, 'more call')} between</li>
              )}
              <Link
                name={name}
                file={file}
                tip={file}
                onClick={() => select({ kind: 'span', span: id, function: index })}
              />
            </Fragment>
          );
        })}
      </ul>
    </Section>
  );
}
