import type { EditorId } from '#contract';
import type { Slice } from './app-state.ts';

export type ThemePreference = 'system' | 'light' | 'dark';
export const bottomTabs = ['terminal', 'problems', 'search', 'sql'] as const;
export type BottomTab = (typeof bottomTabs)[number];

/** Sizes in CSS pixels. */
export interface Layout {
  readonly theme: ThemePreference;
  readonly inspectorOpen: boolean;
  readonly inspectorWidth: number;
  readonly bottomOpen: boolean;
  readonly bottomHeight: number;
  readonly bottomTab: BottomTab;
  /** The bottom panel takes the room of the view. */
  readonly bottomLarge: boolean;
  /** Slower by more than so many percent is a regression. */
  readonly maxRegressionPct: number;
  /** What opens files of the project. */
  readonly editor: EditorId;
}

/** Panels and theme; remembered between sessions. */
export interface LayoutSlice {
  readonly layout: Layout;
  changeLayout(change: Partial<Layout>): void;
}

export const defaultLayout: Layout = {
  theme: 'system',
  inspectorOpen: true,
  inspectorWidth: 320,
  bottomOpen: true,
  bottomHeight: 220,
  bottomTab: 'terminal',
  bottomLarge: false,
  maxRegressionPct: 10,
  editor: 'auto',
};

export const createLayout: Slice<LayoutSlice> = (set) => ({
  layout: defaultLayout,
  changeLayout: (change) => set(({ layout }) => ({ layout: { ...layout, ...change } })),
});
