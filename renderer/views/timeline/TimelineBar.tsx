import { memo } from 'react';
import { useKeysOf } from '../../app/keys/use-keys.ts';
import { durationText, type TimelineBoxes } from '../../canvas/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Field.tsx';
import { count, plural } from '../../widgets/format.ts';
import { Menu } from '../../widgets/Menu.tsx';
import styles from './timeline.module.css';
import { timelineKeys } from './timeline-keys.ts';
import type { TimelineSettings, TrackChange } from './timeline-settings.ts';
import type { TrackInfo } from './track-info.ts';

interface TimelineBarProps {
  /** The selection as a sentence; '' when nothing is selected. */
  readonly selected: string;
  readonly isRunning: boolean;
  readonly follows: boolean;
  readonly onFollow: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly infos: readonly TrackInfo[];
  readonly settings: TimelineSettings;
  readonly onChange: (change: Partial<TimelineSettings>) => void;
  readonly onTrack: (thread: number, change: TrackChange) => void;
}

const shortest = [0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** Buttons for what the keys do, and what is selected; drawn anew only for these, not for every window that comes. */
export const TimelineBar = memo(function TimelineBar(props: TimelineBarProps) {
  const { selected, isRunning, follows } = props;
  const keys = useKeysOf('timeline', timelineKeys);
  return (
    <>
      <IconButton
        small
        icon="plus"
        label="Zoom in"
        shortcut={keys.text('zoom-in')}
        onClick={() => props.onZoom(0.5)}
      />
      <IconButton
        small
        icon="minus"
        label="Zoom out"
        shortcut={keys.text('zoom-out')}
        onClick={() => props.onZoom(2)}
      />
      <IconButton
        small
        icon="fit"
        label="Show everything"
        shortcut={keys.text('fit')}
        onClick={props.onFit}
      />
      {isRunning && (
        <Button
          small
          aria-pressed={follows}
          tip="Keep the newest calls in view while the app runs"
          onClick={props.onFollow}
        >
          Follow
        </Button>
      )}
      <Tracks {...props} />
      <Select
        small
        label="Shortest call shown"
        value={props.settings.minNs}
        onChange={({ target }) => props.onChange({ minNs: Number(target.value) })}
      >
        {[...new Set([...shortest, props.settings.minNs])].map((ns) => (
          <option key={ns} value={ns}>
            {ns === 0 ? 'All lengths' : `${durationText(ns)} or longer`}
          </option>
        ))}
      </Select>
      <output className={styles.selected} aria-live="polite">
        {selected}
      </output>
    </>
  );
});

/** Which tracks are shown. */
function Tracks({ infos, settings, onChange, onTrack }: TimelineBarProps) {
  const { hidden } = settings;
  const shown = infos.filter(({ index }) => !hidden.includes(index)).length;
  return (
    <Menu
      label="Tracks"
      entries={[
        ...infos.map(({ index, name, about }) => ({
          id: String(index),
          title: name,
          detail: about,
          checked: !hidden.includes(index),
          onSelect: () => onTrack(index, hidden.includes(index) ? 'show' : 'hide'),
        })),
        { kind: 'line', id: 'line' } as const,
        {
          id: 'tasks',
          title: 'Requests and tasks',
          detail: 'A track for each of the longest in view, also where several go on at once in a thread',
          checked: settings.tasks,
          onSelect: () => onChange({ tasks: !settings.tasks }),
        },
        { id: 'all', title: 'Show all, as they began', onSelect: () => onChange({ hidden: [], pinned: [] }) },
      ]}
      trigger={({ ref, open, toggle }) => (
        <Button
          small
          ref={ref}
          aria-haspopup="menu"
          aria-expanded={open}
          tip="Which tracks are shown"
          onClick={toggle}
        >
          {shown === infos.length
            ? plural(infos.length, 'track')
            : `${count(shown)} of ${plural(infos.length, 'track')}`}
        </Button>
      )}
    />
  );
}

/** How much of the recording can be told apart here. */
export const ShownCalls = memo(function ShownCalls({ boxes }: { readonly boxes: TimelineBoxes }) {
  const { density } = boxes.window;
  let crowded = 0;
  for (let i = 0; i < density.length; i++) crowded += density.count[i] as number;
  return (
    <span className={styles.shown}>
      {count(boxes.ownRows)} calls one by one
      {crowded > 0 && (
        <span data-tip="Calls narrower than a pixel are drawn together as striped blocks; zoom in to see each">
          , {count(crowded)} in striped blocks
        </span>
      )}
    </span>
  );
});
