import * as v from 'valibot';
import type { Disposable } from '#contract';
import { defaultLayout, type Layout } from './layout.ts';
import { useApp } from './store.ts';

const key = 'callscape.workbench.1';

const pixels = v.pipe(v.number(), v.minValue(80), v.maxValue(4000));
const layout = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  inspectorOpen: v.boolean(),
  inspectorWidth: pixels,
  bottomOpen: v.boolean(),
  bottomHeight: pixels,
  bottomTab: v.picklist(['terminal', 'problems']),
  maxRegressionPct: v.pipe(v.number(), v.minValue(0)),
});
const remembered = v.object({
  layout: v.partial(layout),
  level: v.nullable(v.picklist([0, 1, 2, 3, 4, 5])),
  chosen: v.record(v.string(), v.string()),
});

/** Restores panels, theme and launch choices from the last session, and keeps them from now on. */
export function rememberWorkbench(): Disposable {
  const saved = v.safeParse(remembered, read());
  if (saved.success) {
    const { level, chosen } = saved.output;
    const restored = Object.fromEntries(
      Object.entries(saved.output.layout).filter(([, x]) => x !== undefined),
    );
    useApp.setState({ layout: { ...defaultLayout, ...(restored as Partial<Layout>) }, level, chosen });
  }
  const unsubscribe = useApp.subscribe((state, previous) => {
    if (
      state.layout === previous.layout &&
      state.level === previous.level &&
      state.chosen === previous.chosen
    )
      return;
    write({ layout: state.layout, level: state.level, chosen: state.chosen });
  });
  return { dispose: unsubscribe };
}

/** Storage can be switched off or full; the workbench works without a memory. */
function read(): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
function write(value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing is lost but the position of the panels.
  }
}
