import type { FindingSeverity, HeatMap } from '#contract';
import { type ChartColors, type ChartOption, plainChart } from '#renderer/app/chart/index.ts';
import { count, duration, figureText, shortCount } from '#renderer/widgets/format.ts';
import {
  type CategoryCount,
  callsByDuration,
  callsOverTime,
  type Ranked,
  severities,
  timeLabels,
} from './figures.ts';

const time = (ns: number): string => figureText(duration(ns));
/** A round figure on an axis: `9k`, not `9.00k`. */
const round = (text: string): string => text.replace(/\.0+(?!\d)|(\.\d*?[1-9])0+(?!\d)/, '$1');
const axisTime = (ns: number): string => round(time(ns));
const axisCount = (n: number): string => round(shortCount(n));

/** One bar a category, its severities stacked from the gravest. */
export function findingsChart(categories: readonly CategoryCount[]) {
  return (colors: ChartColors): ChartOption => {
    const { base, axis } = plainChart(colors);
    // As in the list of findings: red for the two gravest, of which one is paler here.
    const lookOf: Readonly<Record<FindingSeverity, { readonly color: string; readonly opacity?: number }>> = {
      critical: { color: colors.error },
      high: { color: colors.error, opacity: 0.7 },
      medium: { color: colors.warning },
      low: { color: colors.muted, opacity: 0.6 },
    };
    return {
      ...base,
      grid: { ...base.grid, top: 28 },
      legend: { top: 0, right: 0, itemWidth: 10, itemHeight: 10, textStyle: { color: colors.muted } },
      xAxis: { type: 'value', minInterval: 1, ...axis },
      yAxis: { type: 'category', inverse: true, data: categories.map(({ category }) => category), ...axis },
      series: severities.map((severity, at) => ({
        type: 'bar',
        name: severity,
        stack: 'severity',
        barMaxWidth: 18,
        itemStyle: lookOf[severity],
        data: categories.map(({ counts }) => counts[at] ?? 0),
      })),
    };
  };
}

/** Self time of files or functions, the largest on top. */
export function rankingChart(ranked: readonly Ranked[], colorOf: (file: string) => string) {
  return (colors: ChartColors): ChartOption => {
    const { base, axis } = plainChart(colors);
    return {
      ...base,
      xAxis: { type: 'value', ...axis, axisLabel: { ...axis.axisLabel, formatter: axisTime } },
      yAxis: {
        type: 'category',
        inverse: true,
        ...axis,
        axisLabel: { ...axis.axisLabel, color: colors.text, width: 150, overflow: 'truncate' },
        data: ranked.map(({ name }) => name),
      },
      tooltip: { ...base.tooltip, valueFormatter: (ns) => time(Number(ns)) },
      series: [
        {
          type: 'bar',
          name: 'Self time',
          barMaxWidth: 16,
          cursor: 'pointer',
          data: ranked.map(({ selfNs, file }) => ({ value: selfNs, itemStyle: { color: colorOf(file) } })),
        },
      ],
    };
  };
}

/** Calls that began over the run, those that failed in red. */
export function timeChart(map: HeatMap) {
  return (colors: ChartColors): ChartOption => {
    const { base, axis } = plainChart(colors);
    const { ok, failed } = callsOverTime(map);
    const width = (map.range.endNs - map.range.startNs) / map.columns;
    const labels = timeLabels(map.range.startNs, width, map.columns);
    const bar = (name: string, data: readonly number[], color: string) => ({
      type: 'bar' as const,
      name,
      stack: 'calls',
      barCategoryGap: '10%',
      itemStyle: { color },
      data: [...data],
    });
    return {
      ...base,
      tooltip: { ...base.tooltip, trigger: 'axis', valueFormatter: (n) => count(Number(n)) },
      xAxis: {
        type: 'category',
        data: ok.map((_, at) => time(map.range.startNs + at * width)),
        ...axis,
        axisLabel: {
          ...axis.axisLabel,
          interval: (at: number) => labels.has(at),
          formatter: (_: string, at: number) => labels.get(at) ?? '',
        },
      },
      yAxis: { type: 'value', ...axis, axisLabel: { ...axis.axisLabel, formatter: axisCount } },
      series: [bar('Failed', failed, colors.error), bar('Calls', ok, colors.accent)],
    };
  };
}

/** Calls by how long they took, on two logarithmic scales. */
export function durationChart(map: HeatMap) {
  return (colors: ChartColors): ChartOption => {
    const { base, axis } = plainChart(colors);
    const rows = callsByDuration(map);
    return {
      ...base,
      tooltip: { ...base.tooltip, valueFormatter: (n) => count(Number(n)) },
      xAxis: { type: 'category', data: rows.map(({ fromNs }) => `${axisTime(fromNs)}+`), ...axis },
      yAxis: { type: 'log', min: 1, ...axis, axisLabel: { ...axis.axisLabel, formatter: axisCount } },
      series: [
        {
          type: 'bar',
          name: 'Calls',
          barMaxWidth: 40,
          itemStyle: { color: colors.accent },
          // A logarithm has no place for none.
          data: rows.map(({ calls }) => (calls > 0 ? calls : '-')),
        },
      ],
    };
  };
}
