import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import styles from './Message.module.css';

interface MessageProps {
  readonly icon?: IconName;
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Nothing to show: why, and what to do next. */
export function EmptyMessage({ icon, title, children, actions }: MessageProps) {
  return (
    <div className={styles.message} role="status">
      {icon && <Icon name={icon} size={24} />}
      <p className={styles.title}>{title}</p>
      {children && <p className={styles.detail}>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

export function LoadingMessage({ title }: { title: string }) {
  return (
    <div className={styles.message} role="status" aria-busy="true">
      <div className={styles.loading} />
      <p className={styles.detail}>{title}</p>
    </div>
  );
}

/** `error.message` is a sentence that says what to do; `onRetry` where trying again can help. */
export function ErrorMessage({
  title,
  error,
  onRetry,
  actions,
}: {
  title: string;
  error: Error;
  onRetry?: () => void;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.message} role="alert">
      <span className={styles.error}>
        <Icon name="error" size={24} />
      </span>
      <p className={styles.title}>{title}</p>
      <p className={styles.detail}>{error.message}</p>
      <div className={styles.actions}>
        {onRetry && (
          <Button look="outline" icon="rerun" onClick={onRetry}>
            Try again
          </Button>
        )}
        {actions}
      </div>
    </div>
  );
}
