import type { FilePreview } from '#contract';
import { lateView } from '../late-view.tsx';
import styles from './Fixes.module.css';

/** The editor's code is loaded when the first diff is shown. */
const FileDiff = lateView('the diff', async () => (await import('../../widgets/FileDiff.tsx')).FileDiff);

/** What a fix does, file by file. */
export function FixDiffs({ files }: { readonly files: readonly FilePreview[] }) {
  return (
    <div className={styles.diffs}>
      {files.map(({ path, before, after }) => (
        <FileDiff key={path} {...{ path, before, after }} />
      ))}
    </div>
  );
}
