import type { Ref } from 'react';
import type { IndexIntoThreads, ThreadSummary } from '#contract';
import type { TrackLayout } from '../../canvas/index.ts';
import { plural } from '../../widgets/format.ts';
import { Icon } from '../../widgets/Icon.tsx';
import styles from './timeline.module.css';

interface TrackHeadersProps {
  /** The stage moves this element with the tracks. */
  readonly ref: Ref<HTMLDivElement>;
  readonly threads: readonly ThreadSummary[];
  readonly tracks: TrackLayout;
  readonly onToggle: (thread: IndexIntoThreads) => void;
}

/** A button per track: its name, and folding it. */
export function TrackHeaders({ ref, threads, tracks, onToggle }: TrackHeadersProps) {
  return (
    <div ref={ref} className={styles.headers}>
      {tracks.tracks.map(({ thread, top, collapsed }) => {
        const summary = threads[thread];
        if (summary === undefined) return null;
        return (
          <button
            key={thread}
            type="button"
            className={styles.header}
            style={{ top }}
            aria-expanded={!collapsed}
            data-tip={`${summary.runtime} ${summary.runtimeVersion}, process ${summary.pid}, thread ${summary.threadId}`}
            onClick={() => onToggle(thread)}
          >
            <Icon name={collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
            <span className={styles.name}>{summary.name}</span>
            <span className={styles.about}>
              {plural(summary.spans, 'call')}, {plural(summary.lanes, 'lane')}
            </span>
          </button>
        );
      })}
    </div>
  );
}
