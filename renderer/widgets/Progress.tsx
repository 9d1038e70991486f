import styles from './Progress.module.css';

interface ProgressProps {
  /** 0 to 1; `null`: how far it is, nobody can tell. */
  readonly share: number | null;
}

/** How far something is that a person waits for; moves where that is not known. */
export function Progress({ share }: ProgressProps) {
  return (
    <progress aria-label="Progress" className={styles.progress} max={1} value={share ?? undefined}>
      {share !== null && `${Math.round(100 * share)}%`}
    </progress>
  );
}
