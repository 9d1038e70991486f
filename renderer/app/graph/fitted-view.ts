import type { Extent } from './graph-extent.ts';

/** Where a picture stands: a place of the graph is drawn at `zoom` times it, plus `pan`; px. */
export interface View {
  readonly zoom: number;
  readonly pan: { readonly x: number; readonly y: number };
}

export interface Room {
  readonly width: number;
  readonly height: number;
  /** What lies over the lower left corner of the room, with the space around it. */
  readonly corner: { readonly width: number; readonly height: number };
  readonly least: number;
  readonly most: number;
}

/** Around the graph when all of it is shown, px. */
const MARGIN = 32;
/** A graph that would have to be so much smaller to clear the corner is drawn below what lies there. */
const LEAST_SHARE = 0.7;

/**
 * All of a graph as large as it fits. Where one of its boxes would lie below what stands in the corner, the graph moves beside that or above
 * it, whichever leaves it larger.
 */
export function fittedView(extent: Extent, boxes: readonly Extent[], room: Room): View {
  const { width, height, corner } = room;
  const whole = fitInto(extent, { left: 0, top: 0, right: width, bottom: height }, room);
  if (!boxes.some((box) => isUnder(box, whole, room))) return whole;
  const beside = fitInto(extent, { left: corner.width, top: 0, right: width, bottom: height }, room);
  const above = fitInto(extent, { left: 0, top: 0, right: width, bottom: height - corner.height }, room);
  const best = beside.zoom >= above.zoom ? beside : above;
  return best.zoom >= whole.zoom * LEAST_SHARE ? best : whole;
}

function fitInto(extent: Extent, into: Extent, { least, most }: Room): View {
  const { left, top, right, bottom } = extent;
  const scale = Math.min(
    (into.right - into.left - 2 * MARGIN) / (right - left),
    (into.bottom - into.top - 2 * MARGIN) / (bottom - top),
  );
  const zoom = Math.min(most, Math.max(least, scale));
  return {
    zoom,
    pan: {
      x: (into.left + into.right - zoom * (left + right)) / 2,
      y: (into.top + into.bottom - zoom * (top + bottom)) / 2,
    },
  };
}

function isUnder(box: Extent, { zoom, pan }: View, { height, corner }: Room): boolean {
  return zoom * box.left + pan.x < corner.width && zoom * box.bottom + pan.y > height - corner.height;
}
