import { type ReactNode, useState } from 'react';
import type { CapturedValue } from '#contract';
import { classes } from '#renderer/widgets/classes.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import styles from './ValueTree.module.css';
import { valueChildren } from './value-children.ts';
import { valueText, valueTone } from './value-text.ts';

/** A value under its name. */
export interface NamedValue {
  readonly name: string;
  readonly value: CapturedValue;
  /** What it is known by while others come and go; its place, when left out. */
  readonly id?: string;
  /** Lit up, as what a step has changed. */
  readonly isNew?: boolean;
  /** Behind the value: what can be done with it. */
  readonly aside?: ReactNode;
}

/** Named values, each of which opens. */
export function ValueTree({ label, values }: { label: string; values: readonly NamedValue[] }) {
  return (
    <ul className={styles.tree} aria-label={label}>
      {values.map((named, at) => (
        <ValueNode key={named.id ?? at} {...named} />
      ))}
    </ul>
  );
}

function ValueNode({ name, value, isNew, aside }: NamedValue) {
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
    <li className={classes(open && styles.open, isNew && styles.isNew)}>
      {opens ? (
        <button type="button" className={styles.row} aria-expanded={open} onClick={() => setOpen(!open)}>
          {line}
        </button>
      ) : (
        <div className={styles.row}>{line}</div>
      )}
      {aside && <span className={styles.aside}>{aside}</span>}
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
