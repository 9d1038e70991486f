import type { IndexIntoThreads } from '#contract';
import type { OwnText } from '../../state/index.ts';

/** Which tracks the timeline shows, and in which order; all of it is in the address. */
export interface TimelineSettings {
  readonly hidden: readonly IndexIntoThreads[];
  /** On top, in this order; the others follow as their threads began. */
  readonly pinned: readonly IndexIntoThreads[];
  /** Calls shorter than this are left out where they can be told apart; 0: none. */
  readonly minNs: number;
  /** Requests and tasks have tracks of their own, above the others. */
  readonly tasks: boolean;
}

export const timelineText: OwnText<TimelineSettings> = {
  /** `hide:1.-2;pin:3;min:1000000;tasks:1`: only what differs from the beginning. */
  write({ hidden, pinned, minNs, tasks }) {
    const parts = [
      hidden.length === 0 ? '' : `hide:${hidden.join('.')}`,
      pinned.length === 0 ? '' : `pin:${pinned.join('.')}`,
      minNs === 0 ? '' : `min:${minNs}`,
      tasks ? 'tasks:1' : '',
    ];
    return parts.filter((part) => part !== '').join(';');
  },
  read(text) {
    const part = (name: string) => new RegExp(`(?:^|;)${name}:([-\\d.]+)(?:;|$)`).exec(text)?.[1] ?? '';
    const indexes = (name: string) => [
      ...new Set(
        part(name)
          .match(/-?\d{1,6}/g)
          ?.map(Number) ?? [],
      ),
    ];
    const minNs = Number(part('min')) || 0;
    return { hidden: indexes('hide'), pinned: indexes('pin'), minNs, tasks: part('tasks') === '1' };
  },
};

/** The tracks from top to bottom. */
export function shownThreads<T extends { readonly index: IndexIntoThreads }>(
  threads: readonly T[],
  { hidden, pinned }: TimelineSettings,
): readonly T[] {
  const first = pinned.flatMap((index) => threads.find((thread) => thread.index === index) ?? []);
  const rest = threads.filter(({ index }) => !pinned.includes(index));
  return [...first, ...rest].filter(({ index }) => !hidden.includes(index));
}

/** What a track's buttons change. */
export type TrackChange = 'hide' | 'show' | 'pin' | 'unpin' | 'up' | 'down';

/**
 * The settings after a press on a track. Moving pins what stands above its new place, so that the order holds whatever
 * threads are still to come.
 */
export function changedTrack<T extends { readonly index: IndexIntoThreads }>(
  threads: readonly T[],
  settings: TimelineSettings,
  track: IndexIntoThreads,
  change: TrackChange,
): TimelineSettings {
  const { hidden, pinned } = settings;
  const without = (list: readonly number[]) => list.filter((index) => index !== track);
  switch (change) {
    case 'hide':
      return { ...settings, hidden: [...without(hidden), track], pinned: without(pinned) };
    case 'show':
      return { ...settings, hidden: without(hidden) };
    case 'pin':
      return { ...settings, pinned: [...without(pinned), track] };
    case 'unpin':
      return { ...settings, pinned: without(pinned) };
    case 'up':
    case 'down': {
      const order = shownThreads(threads, settings).map(({ index }) => index);
      const at = order.indexOf(track);
      const to = at + (change === 'up' ? -1 : 1);
      if (at < 0 || to < 0 || to >= order.length) return settings;
      order.splice(at, 1);
      order.splice(to, 0, track);
      return { ...settings, pinned: order.slice(0, Math.max(pinned.length, at + 1, to + 1)) };
    }
  }
}
