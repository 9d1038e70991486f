import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './QueryLine.module.css';

interface QueryLineProps {
  /** What could not be had, as a sentence. */
  readonly failure: string;
  readonly query: { readonly error: Error | null; readonly exact: boolean; retry(): void };
}

/** Most answers are here before anybody could see a line move, and to begin and end moving costs frames of a pan. */
const SLOW_MS = 150;

/** A line that moves while an answer is on its way, and why it did not come. What was there before stays on screen. */
export function QueryLine({ failure, query }: QueryLineProps) {
  const isSlow = useStaysFor(SLOW_MS, !query.exact);
  if (query.error === null)
    return (
      <div
        className={classes(styles.progress, isSlow && styles.moving)}
        data-busy={!query.exact}
        aria-hidden="true"
      />
    );
  return (
    <div className={styles.problem} role="alert">
      <Icon name="error" />
      <span>
        {failure} {query.error.message}
      </span>
      <Button small look="outline" onClick={query.retry}>
        Try again
      </Button>
    </div>
  );
}

/** Whether something has been so for a time, in ms. */
function useStaysFor(ms: number, so: boolean): boolean {
  const [stays, setStays] = useState(false);
  useEffect(() => {
    if (!so) return;
    const timer = setTimeout(() => setStays(true), ms);
    return () => {
      clearTimeout(timer);
      setStays(false);
    };
  }, [ms, so]);
  return stays;
}
