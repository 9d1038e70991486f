import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './QueryLine.module.css';

interface QueryLineProps {
  /** What could not be had, as a sentence. */
  readonly failure: string;
  readonly query: { readonly error: Error | null; readonly exact: boolean; retry(): void };
}

/** A line that moves while an answer is on its way, and why it did not come. What was there before stays on screen. */
export function QueryLine({ failure, query }: QueryLineProps) {
  if (query.error === null)
    return <div className={styles.progress} data-busy={!query.exact} aria-hidden="true" />;
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
