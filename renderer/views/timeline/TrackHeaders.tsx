import type { Ref } from 'react';
import type { IndexIntoThreads, ThreadSummary } from '#contract';
import type { TrackLayout } from '../../canvas/index.ts';
import { IconButton } from '../../widgets/Button.tsx';
import { plural } from '../../widgets/format.ts';
import { Icon } from '../../widgets/Icon.tsx';
import styles from './timeline.module.css';
import type { TrackChange } from './timeline-settings.ts';

interface TrackHeadersProps {
  /** The stage moves this element with the tracks. */
  readonly ref: Ref<HTMLDivElement>;
  readonly threads: readonly ThreadSummary[];
  readonly tracks: TrackLayout;
  readonly pinned: readonly IndexIntoThreads[];
  /** There is more than one process, so tracks say whose they are. */
  readonly manyProcesses: boolean;
  readonly onToggle: (thread: IndexIntoThreads) => void;
  readonly onChange: (thread: IndexIntoThreads, change: TrackChange) => void;
}

/** A button per track: its name, and folding it; beside it, when it is pointed at or focused, what moves it. */
export function TrackHeaders({ ref, threads, tracks, onToggle, ...props }: TrackHeadersProps) {
  return (
    <div ref={ref} className={styles.headers}>
      {tracks.tracks.map(({ thread, top, collapsed }) => {
        const summary = threads[thread];
        if (summary === undefined) return null;
        const isPinned = props.pinned.includes(thread);
        return (
          <div key={thread} className={styles.header} style={{ top }}>
            <button
              type="button"
              className={styles.fold}
              aria-expanded={!collapsed}
              data-tip={`${summary.runtime} ${summary.runtimeVersion}, process ${summary.pid}, thread ${summary.threadId}`}
              onClick={() => onToggle(thread)}
            >
              <Icon name={collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
              <span className={styles.name}>{summary.name}</span>
              <span className={styles.about}>
                {props.manyProcesses && `process ${summary.pid}, `}
                {plural(summary.spans, 'call')}, {plural(summary.lanes, 'lane')}
              </span>
            </button>
            <span className={styles.trackButtons}>
              <IconButton
                small
                icon="pin"
                label={isPinned ? `Unpin ${summary.name}` : `Pin ${summary.name} to the top`}
                aria-pressed={isPinned}
                onClick={() => props.onChange(thread, isPinned ? 'unpin' : 'pin')}
              />
              <IconButton
                small
                icon="arrowUp"
                label={`Move ${summary.name} up`}
                onClick={() => props.onChange(thread, 'up')}
              />
              <IconButton
                small
                icon="arrowDown"
                label={`Move ${summary.name} down`}
                onClick={() => props.onChange(thread, 'down')}
              />
              <IconButton
                small
                icon="close"
                label={`Hide ${summary.name}`}
                onClick={() => props.onChange(thread, 'hide')}
              />
            </span>
          </div>
        );
      })}
    </div>
  );
}
