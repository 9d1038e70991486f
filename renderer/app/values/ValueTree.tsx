import { useState } from 'react';
import type { CapturedValue } from '#contract';
import { classes } from '#renderer/widgets/classes.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import styles from './ValueTree.module.css';
import { valueChildren } from './value-children.ts';
import { valueText, valueTone } from './value-text.ts';

/** Named values, each of which opens. */
export function ValueTree({
  label,
  values,
}: {
  label: string;
  values: readonly { readonly name: string; readonly value: CapturedValue }[];
}) {
  return (
    <ul className={styles.tree} aria-label={label}>
      {values.map(({ name, value }, at) => (
        <ValueNode key={at} name={name} value={value} />
      ))}
    </ul>
  );
}

function ValueNode({ name, value }: { name: string; value: CapturedValue }) {
  const [open, setOpen] = useState(false);
  const { parts, note } = valueChildren(value);
  const text = valueText(value, open ? 20_000 : 200);
  const opens = parts.length > 0 || note !== null || text.length > 40;
  const line = (
    <>
      <span className={styles.mark}>
        {opens && <Icon name={open ? 'chevronDown' : 'chevronRight'} size={10} />}
      </span>
      {name !== '' && <span className={styles.name}>{name}</span>}
      <span className={classes(styles.text, styles[valueTone(value)])}>
        {open && parts.length > 0 ? typeText(value) : text}
      </span>
    </>
  );
  return (
    <li className={classes(open && styles.open)}>
      {opens ? (
        <button type="button" className={styles.row} aria-expanded={open} onClick={() => setOpen(!open)}>
          {line}
        </button>
      ) : (
        <div className={styles.row}>{line}</div>
      )}
      {open && parts.length > 0 && (
        <ul>
          {parts.map((part, at) => (
            <ValueNode key={at} {...part} />
          ))}
        </ul>
      )}
      {open && note && <div className={styles.note}>{note}</div>}
    </li>
  );
}

/** An open value's line names its type; its parts follow below. */
function typeText(value: CapturedValue): string {
  if (value.kind === 'object') return value.type;
  if (value.kind === 'list' || value.kind === 'map') return `${value.type}(${value.size})`;
  return valueText(value, 20_000);
}
