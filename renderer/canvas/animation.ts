import type { Viewport } from './viewport.ts';

/** Below this relative difference of scale a move is a pan; the formula for a zoom would divide by almost zero. */
const SAME_SCALE = 1e-6;

/**
 * The viewport at `progress` (0-1) of a move. Scale changes geometrically, and the start moves with it, so that a zoom at the
 * cursor keeps the time under the cursor in every frame between.
 */
export function between(from: Viewport, to: Viewport, progress: number): Viewport {
  if (progress >= 1) return to;
  const ratio = to.nsPerPx / from.nsPerPx;
  const nsPerPx = from.nsPerPx * ratio ** progress;
  const moved =
    Math.abs(ratio - 1) < SAME_SCALE ? progress : (from.nsPerPx - nsPerPx) / (from.nsPerPx - to.nsPerPx);
  return { startNs: from.startNs + (to.startNs - from.startNs) * moved, nsPerPx, widthPx: to.widthPx };
}

/** Time and frames as the page gives them; a test gives its own. All in ms. */
export interface FrameSource {
  now(): number;
  request(callback: () => void): number;
  cancel(handle: number): void;
}

/** Quick at first, so that a key press is answered within its first frame. */
function ease(share: number): number {
  return 1 - (1 - share) ** 3;
}

/**
 * Carries one viewport through moves: a new move starts from where the last one is, and steps (`target`) add up, so a key held
 * down does not lose presses to the animation. `onFrame` is called at most once per frame.
 */
export class ViewportAnimator {
  readonly #frames: FrameSource;
  readonly #onFrame: () => void;
  #from: Viewport;
  #to: Viewport;
  #startedAt = 0;
  #durationMs = 0;
  #handle: number | null = null;

  constructor(initial: Viewport, frames: FrameSource, onFrame: () => void) {
    this.#from = initial;
    this.#to = initial;
    this.#frames = frames;
    this.#onFrame = onFrame;
  }

  /** Where the move stands now. */
  get current(): Viewport {
    if (this.#durationMs === 0) return this.#to;
    const share = (this.#frames.now() - this.#startedAt) / this.#durationMs;
    return between(this.#from, this.#to, ease(Math.min(1, Math.max(0, share))));
  }

  /** Where the move will end; the base for the next step. */
  get target(): Viewport {
    return this.#to;
  }

  get moving(): boolean {
    return this.#durationMs !== 0;
  }

  /** `durationMs` 0 jumps. */
  moveTo(target: Viewport, durationMs: number): void {
    this.#from = this.current;
    this.#to = target;
    this.#startedAt = this.#frames.now();
    this.#durationMs = this.#from.widthPx === target.widthPx ? durationMs : 0;
    this.#ask();
  }

  dispose(): void {
    if (this.#handle !== null) this.#frames.cancel(this.#handle);
    this.#handle = null;
  }

  #ask(): void {
    if (this.#handle !== null) return;
    this.#handle = this.#frames.request(() => {
      this.#handle = null;
      if (this.#frames.now() - this.#startedAt >= this.#durationMs) this.#durationMs = 0;
      this.#onFrame();
      if (this.#durationMs !== 0) this.#ask();
    });
  }
}
