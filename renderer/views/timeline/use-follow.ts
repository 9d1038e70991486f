import { useEffect, useState } from 'react';
import type { TimeRange } from '#contract';
import { endOf } from '../../canvas/index.ts';
import type { TimelineStage } from './timeline-stage.ts';

/** Between two revisions of a living run. */
const STEP_MS = 250;

export interface Follow {
  readonly follows: boolean;
  /** The person moved the view: following goes on only if the newest calls are still in it. */
  readonly afterMove: () => void;
  readonly toggle: () => void;
}

/** Keeps the end of a living recording in view, at the person's zoom, until the person moves away from it. */
export function useFollow(stage: TimelineStage | null, bounds: TimeRange, isRunning: boolean): Follow {
  const [follows, setFollows] = useState(isRunning);
  const toEdge = () => {
    if (stage === null) return;
    const { target } = stage;
    stage.moveTo({ ...target, startNs: bounds.endNs - target.nsPerPx * target.widthPx }, STEP_MS);
  };
  useEffect(() => {
    if (follows && isRunning && stage !== null) {
      if (stage.keepsAll) stage.fitAll();
      else toEdge();
    }
  }, [bounds.endNs, follows, isRunning, stage]);
  return {
    follows: follows && isRunning,
    afterMove: () => {
      if (stage !== null) setFollows(endOf(stage.target) >= bounds.endNs - stage.target.nsPerPx);
    },
    toggle: () => setFollows(!follows),
  };
}
