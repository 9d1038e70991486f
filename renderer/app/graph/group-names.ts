import type { Core } from 'cytoscape';

/** Sizes of the names on screen, px, however small the picture is: the first that fits; the smallest alone for what is deeper inside. */
const SIZES = [12, 10];
const DEEP = 2;
/** A name may stand out of its frame by this factor, and a frame smaller than this, px, has no lines. */
const MOST_OVER = 1.25;
const LEAST_FRAME = 24;
const PADDING = 4;
/** From this scale on the names that stand in the picture itself can be read. */
export const readableFrom = 0.6;

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An open folder as it lies on screen. */
interface Frame {
  readonly label: string;
  readonly frame: Area;
}

/** Looks of names and frames: colours of the theme and its font. */
export interface NameLook {
  readonly font: string;
  readonly fg: string;
  readonly muted: string;
  readonly bg: string;
  readonly line: string;
}

/**
 * Writes the names of open folders and draws their frames over a picture that is too small for those in it: names of the largest first,
 * where they fit and stand in nobody's way.
 */
export class GroupNames {
  readonly #cy: Core;
  readonly #canvas = document.createElement('canvas');
  #look: NameLook = { font: 'monospace', fg: '#000', muted: '#444', bg: '#fff', line: '#888' };

  constructor(cy: Core, container: HTMLElement) {
    this.#cy = cy;
    const { style } = this.#canvas;
    style.position = 'absolute';
    style.inset = '0';
    // Above cytoscape's own canvases; the container keeps it below what lies over the graph.
    style.zIndex = '10';
    style.pointerEvents = 'none';
    container.append(this.#canvas);
    cy.on('render', () => this.#draw());
  }

  setLook(look: NameLook): void {
    this.#look = look;
    this.#draw();
  }

  dispose(): void {
    this.#canvas.remove();
  }

  #draw(): void {
    const context = this.#canvas.getContext('2d');
    if (context === null || this.#cy.destroyed()) return;
    const { devicePixelRatio: ratio } = window;
    const [width, height] = [this.#cy.width(), this.#cy.height()];
    if (
      this.#canvas.width !== Math.round(width * ratio) ||
      this.#canvas.height !== Math.round(height * ratio)
    ) {
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      this.#canvas.style.width = `${width}px`;
      this.#canvas.style.height = `${height}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    if (this.#cy.zoom() >= readableFrom) return;
    const frames = this.#frames(width, height);
    context.lineWidth = 1;
    context.strokeStyle = this.#look.line;
    for (const { frame } of frames) {
      const [wide, high] = [frame.right - frame.left, frame.bottom - frame.top];
      if (Math.min(wide, high) < LEAST_FRAME) continue;
      context.beginPath();
      context.roundRect(Math.round(frame.left) + 0.5, Math.round(frame.top) + 0.5, wide, high, 3);
      context.stroke();
    }
    this.#write(context, frames);
  }

  #write(context: CanvasRenderingContext2D, frames: readonly Frame[]): void {
    const { font, fg, muted, bg } = this.#look;
    context.textBaseline = 'middle';
    const taken: Area[] = [];
    for (const [at, { label, frame }] of frames.entries()) {
      const isDeep = frames.slice(0, at).filter((outer) => holds(outer.frame, frame)).length >= DEEP;
      for (const size of isDeep ? SIZES.slice(-1) : SIZES) {
        context.font = `600 ${size}px ${font}`;
        const wide = context.measureText(label).width + 2 * PADDING;
        const left = (frame.left + frame.right - wide) / 2;
        const area = { left, top: frame.top + 2, right: left + wide, bottom: frame.top + size + 2 * PADDING };
        const isTooWide = wide > MOST_OVER * (frame.right - frame.left) || frame.bottom < area.bottom;
        if (isTooWide || taken.some((other) => meet(area, other))) continue;
        taken.push(area);
        context.globalAlpha = 0.88;
        context.fillStyle = bg;
        context.beginPath();
        context.roundRect(area.left, area.top, wide, area.bottom - area.top, 3);
        context.fill();
        context.globalAlpha = 1;
        context.fillStyle = isDeep ? muted : fg;
        context.fillText(label, area.left + PADDING, (area.top + area.bottom) / 2 + 0.5);
        break;
      }
    }
  }

  /** Frames on screen, the largest first, in its pixels. */
  #frames(width: number, height: number): Frame[] {
    const zoom = this.#cy.zoom();
    const pan = this.#cy.pan();
    const found: { label: string; frame: Area; size: number }[] = [];
    this.#cy.nodes('.group').forEach((node) => {
      const { x, y } = node.position();
      const [wide, high] = [node.data('frameWidth') * zoom, node.data('frameHeight') * zoom];
      const [left, top] = [x * zoom + pan.x - wide / 2, y * zoom + pan.y - high / 2];
      const frame = { left, top, right: left + wide, bottom: top + high };
      if (meet(frame, { left: 0, top: 0, right: width, bottom: height }))
        found.push({ label: node.data('label'), frame, size: wide * high });
    });
    return found.sort((a, b) => b.size - a.size);
  }
}

const meet = (a: Area, b: Area): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = (outer: Area, inner: Area): boolean =>
  outer.left <= inner.left &&
  inner.right <= outer.right &&
  outer.top <= inner.top &&
  inner.bottom <= outer.bottom;
