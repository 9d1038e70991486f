import type { Comparison, FunctionIdentity } from '#contract';
import { count } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import styles from './Compare.module.css';

const shown = 200;

/** Calls and modules that exist on one side only. */
export function Structure({ comparison }: { comparison: Comparison }) {
  const { addedEdges, removedEdges, addedModules, removedModules } = comparison;
  const lists = [
    { title: 'New calls', items: addedEdges.map(edgeText) },
    { title: 'Calls that are gone', items: removedEdges.map(edgeText) },
    { title: 'New modules', items: addedModules },
    { title: 'Modules that are gone', items: removedModules },
  ].filter(({ items }) => items.length > 0);
  if (lists.length === 0)
    return (
      <EmptyMessage icon="check" title="The same calls and modules">
        Both sides call the same functions from the same places.
      </EmptyMessage>
    );
  return (
    <div className={styles.structure}>
      {lists.map(({ title, items }) => (
        <section key={title}>
          <h3>
            {title} <span className={styles.muted}>{count(items.length)}</span>
          </h3>
          <ul aria-label={title}>
            {items.slice(0, shown).map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
          {items.length > shown && <p className={styles.muted}>The first {shown} are shown.</p>}
        </section>
      ))}
    </div>
  );
}

function edgeText({ from, to, calls }: Comparison['addedEdges'][number]): string {
  return `${from ? functionText(from) : '(outside)'} \u2192 ${functionText(to)}  ${count(calls)}\u00d7`;
}

function functionText({ name, file, line }: FunctionIdentity): string {
  return `${name} (${file}:${line})`;
}
