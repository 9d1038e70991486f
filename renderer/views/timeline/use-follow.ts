import { useEffect, useState } from 'react';
import type { TimeRange } from '#contract';
import { endOf } from '../../canvas/index.ts';
import type { TimelineStage } from './timeline-stage.ts';

export interface Follow {
  readonly follows: boolean;
  /** The person moved the view: following goes on only if the newest calls are still in it. */
  readonly afterMove: () => void;
  readonly toggle: () => void;
}

/** Keeps the end of a living recording in view, at the person's zoom, until the person moves away from it. */
export function useFollow(stage: TimelineStage | null, bounds: TimeRange, isRunning: boolean): Follow {
  const [follows, setFollows] = useState(isRunning);
  // The last of the calls may come with the word that the run has ended.
  useEffect(() => stage?.grow(bounds, follows && isRunning), [bounds, follows, isRunning, stage]);
  return {
    follows: follows && isRunning,
    afterMove: () => {
      if (stage !== null) setFollows(endOf(stage.target) >= bounds.endNs - stage.target.nsPerPx);
    },
    toggle: () => setFollows(!follows),
  };
}
