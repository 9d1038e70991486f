import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
>;

/** The style sheet's colours, as a chart needs them. */
export interface ChartColors {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly raised: string;
  readonly accent: string;
  readonly error: string;
  readonly warning: string;
  readonly faint: string;
  readonly font: string;
}

export function chartColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string) => style.getPropertyValue(variable).trim();
  return {
    text: read('--fg'),
    muted: read('--fg-muted'),
    grid: read('--border'),
    raised: read('--bg-raised'),
    accent: read('--accent'),
    error: read('--error'),
    warning: read('--warning'),
    faint: read('--bg-active'),
    font: read('--font-ui'),
  };
}

/** Axes, tooltip and letters that all charts share. */
export function plainChart({ text, muted, grid, raised, font }: ChartColors): {
  readonly base: ChartOption;
  readonly axis: {
    readonly axisLabel: { readonly color: string; readonly fontSize: number };
    readonly axisLine: { readonly lineStyle: { readonly color: string } };
    readonly axisTick: { readonly show: boolean };
    readonly splitLine: { readonly lineStyle: { readonly color: string } };
  };
} {
  return {
    base: {
      textStyle: { fontFamily: font, fontSize: 11, color: text },
      grid: {
        left: 8,
        right: 12,
        top: 8,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      tooltip: {
        confine: true,
        backgroundColor: raised,
        borderColor: grid,
        padding: [4, 8],
        textStyle: { color: text, fontSize: 12 },
      },
    },
    axis: {
      axisLabel: { color: muted, fontSize: 11 },
      axisLine: { lineStyle: { color: grid } },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: grid } },
    },
  };
}
