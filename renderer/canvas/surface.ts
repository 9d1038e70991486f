/** The part of a 2D context that painters use; a test gives one that draws in letters. */
export type PaintContext = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'strokeRect'
  | 'clearRect'
  | 'fillText'
  | 'measureText'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'rect'
  | 'setTransform'
  | 'drawImage'
  | 'imageSmoothingEnabled'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>;

/** Size of a canvas in CSS pixels and device pixels per CSS pixel. */
export interface SurfaceSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelRatio: number;
}

/** The canvas's backing store, in device pixels. */
interface BackingStore {
  width: number;
  height: number;
}

/**
 * Gives the canvas as many device pixels as it covers and lets painters work in CSS pixels. Writing the size clears a canvas,
 * so it is written only when it changed; true then.
 */
export function fitSurface(canvas: BackingStore, context: PaintContext, size: SurfaceSize): boolean {
  const width = Math.max(1, Math.round(size.widthPx * size.pixelRatio));
  const height = Math.max(1, Math.round(size.heightPx * size.pixelRatio));
  const changed = canvas.width !== width || canvas.height !== height;
  if (changed) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(size.pixelRatio, 0, 0, size.pixelRatio, 0, 0);
  return changed;
}
