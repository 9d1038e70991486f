import type { ReactNode } from 'react';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useApp } from '#renderer/state/index.ts';
import styles from './Inspector.module.css';

interface HeadProps {
  /** What is shown: `Span`, `Function`, `Module`. */
  readonly kind: string;
  readonly title: string;
  readonly file: string;
  /** From 1; `null` for a file as a whole. */
  readonly line: number | null;
  readonly aside?: ReactNode;
}

/** What the inspector is about, and the way to its source. */
export function Head({ kind, title, file, line, aside }: HeadProps) {
  const theme = useThemeName();
  const openSource = useApp((state) => state.openSource);
  return (
    <header className={styles.head}>
      <p className={styles.kind}>
        {kind}
        {aside}
      </p>
      <h2 className={styles.title}>
        <i className={styles.chip} style={{ background: moduleColor(file, theme) }} />
        {title}
      </h2>
      <button
        type="button"
        className={styles.place}
        data-tip="Show the source"
        onClick={() => openSource(file, line)}
      >
        {line === null ? file : `${file}:${line}`}
      </button>
    </header>
  );
}
