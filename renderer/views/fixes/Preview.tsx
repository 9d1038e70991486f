import type { ProjectDir, ProposedFix } from '#contract';
import { FixDiffs } from '#renderer/app/fixes/FixDiffs.tsx';
import { useFixPreview } from '#renderer/data/index.ts';
import { plural } from '#renderer/widgets/format.ts';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Notes } from '#renderer/widgets/Notes.tsx';
import styles from './Fixes.module.css';

interface PreviewProps {
  readonly dir: ProjectDir;
  /** The one to show; `null`: all of `together`, as one change. */
  readonly fix: ProposedFix | null;
  readonly together: readonly string[];
}

export function Preview({ dir, fix, together }: PreviewProps) {
  const preview = useFixPreview(dir, fix === null ? together : null);
  if (fix !== null)
    return (
      <section className={styles.preview} aria-label="Preview">
        <p className={styles.message}>{fix.finding.message}</p>
        <FixDiffs files={fix.files} />
      </section>
    );
  if (preview.error)
    return <ErrorMessage title="The preview cannot be made" error={preview.error} onRetry={preview.retry} />;
  if (!preview.value) return <LoadingMessage title="Putting the fixes together" />;
  const { files, left } = preview.value;
  return (
    <section className={styles.preview} aria-label="Preview">
      <p className={styles.message}>
        {plural(together.length - left.length, 'fix', 'fixes')} in {plural(files.length, 'file')}
      </p>
      <Notes label="What is left out" notes={left.map(({ reason }) => reason)} />
      <FixDiffs files={files} />
    </section>
  );
}
