import * as v from 'valibot';
import { type Disposable, editorIds } from '#contract';
import { bottomTabs, defaultLayout, type Layout } from './layout.ts';
import { useApp } from './store.ts';

const key = 'callscape.workbench.1';

const pixels = v.pipe(v.number(), v.minValue(80), v.maxValue(4000));
const layout = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  inspectorOpen: v.boolean(),
  inspectorWidth: pixels,
  bottomOpen: v.boolean(),
  bottomHeight: pixels,
  bottomLarge: v.boolean(),
  bottomTab: v.picklist(bottomTabs),
  editor: v.picklist(editorIds),
  maxRegressionPct: v.pipe(v.number(), v.minValue(0)),
});
const text = v.pipe(v.string(), v.maxLength(100_000));
const queries = v.object({
  sql: text,
  saved: v.array(v.object({ name: text, sql: text })),
  searches: v.array(text),
  statements: v.optional(v.array(text), []),
});
const remembered = v.object({
  queries: v.optional(queries),
  tourSeen: v.optional(v.boolean()),
  layout: v.partial(layout),
  level: v.nullable(v.picklist([0, 1, 2, 3, 4, 5])),
  chosen: v.record(v.string(), v.string()),
  savedFilters: v.optional(
    v.array(v.object({ text: v.string(), onlyMyCode: v.boolean(), onlyErrors: v.boolean() })),
  ),
  hiddenColumns: v.optional(v.record(v.string(), v.boolean())),
});

const kept = ['layout', 'level', 'chosen', 'savedFilters', 'hiddenColumns', 'queries', 'tourSeen'] as const;

/** Restores panels, theme and launch choices from the last session, and keeps them from now on. */
export function rememberWorkbench(): Disposable {
  const saved = v.safeParse(remembered, read());
  if (saved.success) {
    const { level, chosen, savedFilters, hiddenColumns, queries } = saved.output;
    const restored = Object.fromEntries(
      Object.entries(saved.output.layout).filter(([, x]) => x !== undefined),
    );
    useApp.setState({ layout: { ...defaultLayout, ...(restored as Partial<Layout>) }, level, chosen });
    if (savedFilters) useApp.setState({ savedFilters });
    if (queries) useApp.setState({ queries });
    if (saved.output.tourSeen) useApp.setState({ tourSeen: true });
    if (hiddenColumns) useApp.setState({ hiddenColumns });
  }
  const unsubscribe = useApp.subscribe((state, previous) => {
    if (kept.every((name) => state[name] === previous[name])) return;
    write(Object.fromEntries(kept.map((name) => [name, state[name]])));
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
