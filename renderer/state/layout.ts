import type { Slice } from './app-state.ts';

export type ThemePreference = 'system' | 'light' | 'dark';
export type BottomTab = 'terminal' | 'problems';

/** Sizes in CSS pixels. */
export interface Layout {
  readonly theme: ThemePreference;
  readonly inspectorOpen: boolean;
  readonly inspectorWidth: number;
  readonly bottomOpen: boolean;
  readonly bottomHeight: number;
  readonly bottomTab: BottomTab;
  /** Slower by more than so many percent is a regression. */
  readonly maxRegressionPct: number;
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
  maxRegressionPct: 10,
};

export const createLayout: Slice<LayoutSlice> = (set) => ({
  layout: defaultLayout,
  changeLayout: (change) => set(({ layout }) => ({ layout: { ...layout, ...change } })),
});
