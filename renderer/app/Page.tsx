import type { ReactNode } from 'react';
import { FindField } from './FindField.tsx';
import styles from './Page.module.css';

interface PageProps {
  readonly title: string;
  /** Beside the title: what the page is about, or which part of it is shown. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  /** What can be looked for, in the plural; left out where there is nothing yet. */
  readonly find?: string | undefined;
  readonly children: ReactNode;
}

/** A page of its own, beside the views of a run: a bar with its title and the find field, and what it shows. */
export function Page({ title, about, actions, find, children }: PageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <h1 className={styles.title}>{title}</h1>
        {about}
        <span className={styles.gap} />
        {find !== undefined && (
          <span className={styles.find}>
            <FindField what={find} />
          </span>
        )}
        {actions}
      </header>
      {children}
    </div>
  );
}
