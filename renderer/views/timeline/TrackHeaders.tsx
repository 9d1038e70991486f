import { memo, type Ref } from 'react';
import type { IndexIntoThreads } from '#contract';
import type { TrackLayout } from '../../canvas/index.ts';
import { IconButton } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import styles from './timeline.module.css';
import type { TrackChange } from './timeline-settings.ts';
import type { TrackInfo } from './track-info.ts';

interface TrackHeadersProps {
  /** The stage moves this element with the tracks. */
  readonly ref: Ref<HTMLDivElement>;
  readonly infos: readonly TrackInfo[];
  readonly tracks: TrackLayout;
  readonly pinned: readonly IndexIntoThreads[];
  readonly onToggle: (thread: IndexIntoThreads) => void;
  readonly onChange: (thread: IndexIntoThreads, change: TrackChange) => void;
}

/** A button per track: its name, and folding it; beside it, when it is pointed at or focused, what moves it. */
export const TrackHeaders = memo(function TrackHeaders({
  ref,
  infos,
  tracks,
  onToggle,
  ...props
}: TrackHeadersProps) {
  return (
    <div ref={ref} className={styles.headers}>
      {tracks.tracks.map(({ thread, top, collapsed }) => {
        const summary = infos.find(({ index }) => index === thread);
        if (summary === undefined) return null;
        const isPinned = props.pinned.includes(thread);
        return (
          <div key={thread} className={styles.header} style={{ top }}>
            <button
              type="button"
              className={styles.fold}
              aria-expanded={!collapsed}
              data-tip={summary.tip}
              onClick={() => onToggle(thread)}
            >
              <Icon name={collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
              <span className={styles.name}>{summary.name}</span>
              <span className={styles.about}>{summary.about}</span>
            </button>
            {!summary.passing && (
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
            )}
          </div>
        );
      })}
    </div>
  );
});
