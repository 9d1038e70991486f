export { type FrameSource, ViewportAnimator } from './animation.ts';
export { BoxFlag } from './boxes.ts';
export { type BoxColours, boxColours, type CanvasTheme, slotOf } from './colours.ts';
export { type FlameLayout, flameLayout, neighbourOf, pathOf } from './flame-layout.ts';
export { FLAME_ROW_HEIGHT, FlamePainter, type FlameScene } from './flame-scene.ts';
export { type FlameMatches, flameMatches } from './flame-search.ts';
export { hitFlame, hitTimeline, type TimelineHit } from './hit.ts';
export { type MetricLines, metricLines } from './metric-lines.ts';
export { type Activity, activityOf, paintMinimapActivity, paintMinimapWindow } from './minimap.ts';
export { paintFunctionInFlame, paintFunctionInTimeline } from './outline.ts';
export { clearOverlay, paintFlow, paintHover, paintRange, paintSelected } from './overlay.ts';
export { paintAxis } from './paint-axis.ts';
export { flameRect, type Rect, timelineRect } from './rects.ts';
export { sandwichLayout } from './sandwich-layout.ts';
export { fitSurface, type SurfaceSize } from './surface.ts';
export { createTextFit, type TextFit } from './text-fit.ts';
export { axisTicks, roundStep } from './ticks.ts';
export { countText, durationText, timeText } from './time-text.ts';
export { type FurtherRows, type TimelineBoxes, timelineBoxes } from './timeline-boxes.ts';
export { TimelinePainter, type TimelineScene, timelinePictures } from './timeline-scene.ts';
export {
  lanesBetween,
  laneTop,
  type Track,
  type TrackLayout,
  trackLayout,
  trackOf,
  tracksBetween,
} from './tracks.ts';
export {
  clamp,
  endOf,
  fit,
  frame,
  panBy,
  rangeOf,
  resize,
  reveal,
  sameViewport,
  timeAt,
  type Viewport,
  xAt,
  zoomAt,
} from './viewport.ts';
