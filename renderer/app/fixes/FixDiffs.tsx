import { lazy, Suspense } from 'react';
import type { FilePreview } from '#contract';
import { LoadingMessage } from '../../widgets/Message.tsx';
import styles from './Fixes.module.css';

/** The editor's code is loaded when the first diff is shown. */
const FileDiff = lazy(async () => ({ default: (await import('../../widgets/FileDiff.tsx')).FileDiff }));

/** What a fix does, file by file. */
export function FixDiffs({ files }: { readonly files: readonly FilePreview[] }) {
  return (
    <Suspense fallback={<LoadingMessage title="Loading the diff" />}>
      <div className={styles.diffs}>
        {files.map(({ path, before, after }) => (
          <FileDiff key={path} {...{ path, before, after }} />
        ))}
      </div>
    </Suspense>
  );
}
