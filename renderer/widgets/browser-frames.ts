/** The page's clock and animation frames. */
export const browserFrames = {
  now: () => performance.now(),
  request: (callback: () => void) => requestAnimationFrame(callback),
  cancel: (handle: number) => cancelAnimationFrame(handle),
};

/** How long a move of the viewport may take, ms; none where the person asked for less motion. */
export function moveMs(wanted: number): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : wanted;
}
