import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import * as v from 'valibot';

const integer = v.pipe(v.number(), v.integer());
const size = v.pipe(integer, v.minValue(200), v.maxValue(100_000));
const schema = v.object({
  version: v.literal(1),
  x: integer,
  y: integer,
  width: size,
  height: size,
  isMaximized: v.boolean(),
});

/** Where the window was when it was last closed, in display-independent pixels. */
export type WindowState = Omit<v.InferOutput<typeof schema>, 'version'>;

/** `null` when there is none, or none that can be used: the window then opens in its usual size. */
export function readWindowState(file: string): WindowState | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Written at once: when the last window closes the app may be gone a moment later. Throws when it cannot be written. */
export function writeWindowState(file: string, state: WindowState): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 1, ...state }));
}

/** How much of the window must be on some display for a person to find and drag it, in pixels. */
const reachable = 100;

/** Whether enough of it lies on one of the displays, which may have been unplugged since. */
export function isOnScreen(state: Rectangle, displays: readonly Rectangle[]): boolean {
  return displays.some((display) => {
    const width = Math.min(state.x + state.width, display.x + display.width) - Math.max(state.x, display.x);
    const topIsInside = state.y >= display.y && state.y <= display.y + display.height - reachable;
    return width >= reachable && topIsInside;
  });
}
